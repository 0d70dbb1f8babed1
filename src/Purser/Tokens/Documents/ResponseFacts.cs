using System.Globalization;
using Purser.Dialects;
using Purser.Tokens.Json;
using Purser.Tokens.Mapping;

namespace Purser.Tokens.Documents;

/// <summary>What one response, or all events of one stream, said beside its counts. Not thread-safe.</summary>
internal sealed class ResponseFacts
{
    private const decimal TicksPerUsd = 10_000_000_000m;

    public string? Model { get; set; }

    public string? Id { get; private set; }

    public string? ServiceTier { get; private set; }

    public string? InferenceGeo { get; private set; }

    public string? Speed { get; private set; }

    public decimal? CostUsd { get; private set; }

    /// <summary>An error was stated.</summary>
    public bool Error { get; set; }

    /// <summary>The answer is an embedding: no output by design.</summary>
    public bool Embedding { get; private set; }

    /// <summary>The answer said that it is finished.</summary>
    public bool Finished { get; private set; }

    /// <summary>The list of choices was empty, as in the usage chunk of a stream.</summary>
    public bool NoChoices { get; private set; }

    public bool ExclusiveMark { get; private set; }

    public bool InclusiveMark { get; private set; }

    public IReadOnlyList<UsageIteration> Iterations { get; private set; } = [];

    public string? RequestId { get; private set; }

    public string? SessionId { get; private set; }

    public DateTimeOffset? Timestamp { get; private set; }

    public bool IsSidechain { get; private set; }

    public bool IsFork { get; private set; }

    /// <summary>The kind of the last event, as its own <c>type</c> says.</summary>
    public string? Type { get; private set; }

    /// <summary>Takes over what a document says.</summary>
    public void Absorb(UsageDocument document, ReadOnlySpan<byte> json)
    {
        Type = null;
        NoChoices = false;
        var facts = document.Facts;
        for (var i = 0; i < facts.Length; i++)
        {
            if (facts[i].Kind != 0)
                Absorb(document.Plan.Facts[i], facts[i], json);
        }
    }

    private void Absorb(FactKind kind, FactRange fact, ReadOnlySpan<byte> json)
    {
        switch (kind)
        {
            case FactKind.Model:
                Model ??= Text(fact, json);
                break;
            case FactKind.Id:
                Id ??= Text(fact, json);
                break;
            case FactKind.Error:
                Error |= fact.IsObject || (fact.IsString && fact.Length > 0);
                break;
            case FactKind.ErrorText:
                Error |= fact.IsString;
                break;
            case FactKind.Type:
                AbsorbType(fact, json);
                break;
            case FactKind.Embedding:
                Embedding = true;
                break;
            case FactKind.Finish:
                Finished |= fact.IsTruthy;
                break;
            case FactKind.Choices:
                NoChoices = fact.IsArray && fact.Of(json)[1..^1].TrimStart(" \t\r\n"u8).IsEmpty;
                break;
            default:
                AbsorbExtra(kind, fact, json);
                break;
        }
    }

    private void AbsorbType(FactRange fact, ReadOnlySpan<byte> json)
    {
        if (!fact.IsString)
            return;
        var text = fact.Of(json);
        Error |= text.SequenceEqual("error"u8);
        Embedding |= text.SequenceEqual("list"u8);
        Type ??= Text(fact, json);
    }

    private void AbsorbExtra(FactKind kind, FactRange fact, ReadOnlySpan<byte> json)
    {
        switch (kind)
        {
            case FactKind.ServiceTier:
                ServiceTier = Text(fact, json) ?? ServiceTier;
                break;
            case FactKind.InferenceGeo:
                InferenceGeo = Text(fact, json) ?? InferenceGeo;
                break;
            case FactKind.Speed:
                Speed = Text(fact, json) ?? Speed;
                break;
            case FactKind.CostUsd:
                CostUsd = Money(fact, json) ?? CostUsd;
                break;
            case FactKind.CostTicks:
                CostUsd = (Money(fact, json) / TicksPerUsd) ?? CostUsd;
                break;
            case FactKind.ExclusiveMark:
                ExclusiveMark |= fact.IsObject;
                break;
            case FactKind.InclusiveMark:
                InclusiveMark |= fact.IsObject;
                break;
            case FactKind.Iterations:
                Iterations = fact.IsArray ? UsageIteration.ReadAll(fact.Of(json)) : Iterations;
                break;
            default:
                AbsorbLine(kind, fact, json);
                break;
        }
    }

    private void AbsorbLine(FactKind kind, FactRange fact, ReadOnlySpan<byte> json)
    {
        switch (kind)
        {
            case FactKind.RequestId:
                RequestId = Text(fact, json);
                break;
            case FactKind.SessionId:
                SessionId = Text(fact, json);
                break;
            case FactKind.Timestamp:
                Timestamp = Instant(Text(fact, json));
                break;
            case FactKind.Sidechain:
                IsSidechain = fact.Kind == 't';
                break;
            case FactKind.Fork:
                IsFork |= fact.IsTruthy;
                break;
        }
    }

    private static DateTimeOffset? Instant(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    private static string? Text(FactRange fact, ReadOnlySpan<byte> json) =>
        fact is { IsString: true, Length: > 0 } ? JsonText.Decode(fact.Of(json)) : null;

    // Beyond decimal's range a stated cost is noise, not money.
    private static decimal? Money(FactRange fact, ReadOnlySpan<byte> json) =>
        fact.IsNumber && decimal.TryParse(fact.Of(json), NumberStyles.Float, CultureInfo.InvariantCulture, out var usd) && usd >= 0 ? usd : null;
}
