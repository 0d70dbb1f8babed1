using System.Text;
using System.Text.Json;
using Purser.Dialects;
using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Cli.Metering;

/// <summary>Reads usage out of whatever it is given and prices it.</summary>
/// <param name="prices">The price book.</param>
/// <param name="clock">The instant whose prices count.</param>
/// <param name="provider">A dialect's name; null: it is detected.</param>
/// <param name="model">The model asked for, where the response names none.</param>
internal sealed class Meter(PriceBook prices, TimeProvider clock, string? provider, string? model)
{
    public MeterAnswer OfLine(ReadOnlySpan<byte> utf8)
    {
        VectorLine line;
        try
        {
            line = VectorLine.Parse(utf8);
        }
        catch (JsonException)
        {
            return MeterAnswer.Failed(null, provider, "malformed_json");
        }

        if (DialectOf(line) is not { } dialect)
            return MeterAnswer.Failed(line.Id, line.Provider ?? provider, "unknown_provider");
        return Price(line.Id, dialect, Read(line, dialect));
    }

    public MeterAnswer OfBody(ReadOnlySpan<byte> utf8, Dialect dialect) =>
        Price(null, dialect, UsageReader.ReadBody(utf8, dialect, null, model));

    public MeterAnswer Price(string? id, Dialect dialect, UsageReading reading)
    {
        var asked = reading.Model ?? model;
        var cost = reading.Usage is { } usage && asked is not null
            ? prices.Price(new CostRequest { Provider = dialect.Provider, Model = asked, Usage = usage, At = clock.GetUtcNow(), Extra = reading.Extra, Parts = reading.Parts })
            : CostResult.Unpriced;
        return new MeterAnswer(id ?? reading.ResponseId, dialect.Name, reading, cost, null);
    }

    private UsageReading Read(VectorLine line, Dialect dialect)
    {
        var asked = line.Model ?? model;
        if (line.Body is { } body)
            return UsageReader.ReadBody(body, dialect, line.Headers, asked);
        if (dialect.Transcript != TranscriptFormat.None)
        {
            var transcript = new TranscriptReader(dialect);
            foreach (var (_, data) in line.Events)
                transcript.AddLine(data);
            return transcript.Complete();
        }

        var stream = new UsageStreamReader(dialect, model: asked, headers: line.Headers);
        foreach (var (name, data) in line.Events)
            stream.FeedEvent(name, data);
        return stream.Complete();
    }

    private Dialect? DialectOf(VectorLine line) =>
        (line.Provider ?? provider) is { } name ? Dialect.Find(name) : UsageReader.Detect(line.Body ?? Framed(line), line.Headers);

    private static byte[] Framed(VectorLine line)
    {
        var text = new MemoryStream();
        foreach (var (name, data) in line.Events)
        {
            if (name is not null)
                text.Write(Encoding.UTF8.GetBytes($"event: {name}\n"));
            text.Write([.. "data: "u8, .. data, .. "\n\n"u8]);
        }

        return text.ToArray();
    }
}
