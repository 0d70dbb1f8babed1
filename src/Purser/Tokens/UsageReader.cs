using Purser.Dialects;
using Purser.Tokens.Detection;
using Purser.Tokens.Documents;
using Purser.Tokens.Json;
using Purser.Tokens.Mapping;

namespace Purser.Tokens;

/// <summary>Reads usage out of what a provider answered. Stateless and thread-safe; hostile input gives an outcome, never an exception.</summary>
public static class UsageReader
{
    /// <summary>Reads one response body.</summary>
    /// <param name="utf8">The decompressed body; a byte order mark is allowed. A JSON array is read as the events of one stream (Gemini).</param>
    /// <param name="dialect">The endpoint that answered.</param>
    /// <param name="headers">Response headers, names compared without case; null: none. They count only when the body states no usage.</param>
    /// <param name="model">The model asked for, where the response names none; null: unknown.</param>
    /// <returns>The vector, or why there is none: <c>usage_missing</c>, <c>malformed_json</c>, <c>provider_error</c>.</returns>
    public static UsageReading ReadBody(
        ReadOnlySpan<byte> utf8, Dialect dialect, IReadOnlyDictionary<string, string>? headers = null, string? model = null)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        if (dialect.Transcript != TranscriptFormat.None)
            return ReadTranscript(utf8, dialect);
        if (FirstByte(utf8) == '[')
            return ReadEvents(utf8, dialect, headers, model);
        var plan = DialectPlan.Of(dialect);
        var document = plan.Rent();
        try
        {
            return Read(utf8, document, headers, model);
        }
        finally
        {
            plan.Return(document);
        }
    }

    /// <summary>Reads one agent log as the sum of its distinct requests (providers 1.7).</summary>
    /// <param name="utf8">Lines of JSON.</param>
    /// <param name="dialect">A dialect whose <see cref="Dialect.Transcript"/> says how to fold them.</param>
    public static UsageReading ReadTranscript(ReadOnlySpan<byte> utf8, Dialect dialect)
    {
        var reader = new TranscriptReader(dialect);
        while (!utf8.IsEmpty)
        {
            var end = utf8.IndexOf((byte)'\n');
            reader.AddLine(end < 0 ? utf8 : utf8[..end]);
            utf8 = end < 0 ? [] : utf8[(end + 1)..];
        }

        return reader.Complete();
    }

    /// <summary>The dialect that a body, a stream or a transcript is written in; null when nothing in it tells.</summary>
    /// <param name="utf8">A whole response, or the beginning of a stream.</param>
    /// <param name="headers">Response headers; null: none.</param>
    public static Dialect? Detect(ReadOnlySpan<byte> utf8, IReadOnlyDictionary<string, string>? headers = null) =>
        DialectDetector.Detect(utf8, headers);

    private static UsageReading Read(ReadOnlySpan<byte> utf8, UsageDocument document, IReadOnlyDictionary<string, string>? headers, string? model)
    {
        var dialect = document.Plan.Dialect;
        if (!new DocumentWalker(utf8, document).TryWalk())
            return Readings.Failed(dialect, UsageError.MalformedJson, null);
        var facts = new ResponseFacts();
        facts.Absorb(document, utf8);
        if (UsageMapper.TryMap(document, facts, model, out var mapped))
            return Readings.Metered(dialect, mapped, facts);
        if (facts.Error)
            return Readings.Failed(dialect, UsageError.ProviderError, facts);
        return Readings.FromHeaders(dialect, headers, facts) ?? Readings.Failed(dialect, UsageError.UsageMissing, facts);
    }

    private static UsageReading ReadEvents(
        ReadOnlySpan<byte> utf8, Dialect dialect, IReadOnlyDictionary<string, string>? headers, string? model)
    {
        if (!new JsonCheck(utf8).IsValid)
            return Readings.Failed(dialect, UsageError.MalformedJson, null);
        var reader = new UsageStreamReader(dialect, model: model, headers: headers);
        reader.Feed(utf8);
        return reader.Complete();
    }

    private static byte FirstByte(ReadOnlySpan<byte> utf8) =>
        new JsonScanner(utf8) { Position = utf8.StartsWith("\uFEFF"u8) ? 3 : 0 }.Peek();
}
