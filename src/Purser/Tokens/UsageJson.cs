using System.Globalization;
using System.Text.Json;

namespace Purser.Tokens;

/// <summary>The JSON forms of usage, the same in ledger, API and command line: names as in the specification's vectors.</summary>
public static class UsageJson
{
    /// <summary>Writes the eight leaves and their total as members of the current object.</summary>
    /// <param name="writer">A writer inside an object.</param>
    /// <param name="usage">The vector.</param>
    /// <param name="reportedTotal">The provider's own total; null: left out.</param>
    public static void WriteLeaves(Utf8JsonWriter writer, in TokenUsage usage, long? reportedTotal = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("input_uncached"u8, usage.InputUncached);
        writer.WriteNumber("input_audio"u8, usage.InputAudio);
        writer.WriteNumber("cache_read"u8, usage.CacheRead);
        writer.WriteNumber("cache_write_5m"u8, usage.CacheWrite5m);
        writer.WriteNumber("cache_write_1h"u8, usage.CacheWrite1h);
        writer.WriteNumber("output_text"u8, usage.OutputText);
        writer.WriteNumber("output_audio"u8, usage.OutputAudio);
        writer.WriteNumber("output_reasoning"u8, usage.OutputReasoning);
        writer.WriteNumber("total"u8, usage.Total);
        if (reportedTotal is { } total)
            writer.WriteNumber("reported_total"u8, total);
    }

    /// <summary>Writes the vector as an object.</summary>
    /// <param name="writer">A writer where a value may stand.</param>
    /// <param name="usage">The vector.</param>
    /// <param name="reportedTotal">The provider's own total; null: left out.</param>
    public static void Write(Utf8JsonWriter writer, in TokenUsage usage, long? reportedTotal = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        WriteLeaves(writer, usage, reportedTotal);
        writer.WriteEndObject();
    }

    /// <summary>Writes the flags as a sorted array of snake_case names.</summary>
    public static void Write(Utf8JsonWriter writer, UsageFlags flags)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartArray();
        foreach (var name in UsageFlagNames.Of(flags))
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    /// <summary>Writes the facts that are stated as an object; costs are decimal strings.</summary>
    public static void Write(Utf8JsonWriter writer, UsageExtra extra)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(extra);
        writer.WriteStartObject();
        if (extra.ProviderCostUsd is { } cost)
            writer.WriteString("provider_cost_usd"u8, FormatUsd(cost));
        foreach (var (name, count) in UsageExtraNames.Counts(extra))
            writer.WriteNumber(name, count);
        foreach (var (name, text) in UsageExtraNames.Texts(extra))
            writer.WriteString(name, text);
        writer.WriteEndObject();
    }

    /// <summary>Reads a vector back; members other than the leaves are passed over, absent leaves are 0.</summary>
    /// <param name="reader">At the object's start; afterwards at its end.</param>
    /// <exception cref="JsonException">It is no object, or a leaf is no integer of 0..2^63-1.</exception>
    public static TokenUsage Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.None)
            reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("usage must be an object");
        var usage = default(TokenUsage);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            usage = ReadMember(ref reader, usage);
        return usage;
    }

    /// <summary>An exact amount without trailing zeros: <c>0.01873</c>.</summary>
    public static string FormatUsd(decimal usd) => usd.ToString("0.############################", CultureInfo.InvariantCulture);

    private static TokenUsage ReadMember(ref Utf8JsonReader reader, TokenUsage usage)
    {
        var name = reader.GetString();
        reader.Read();
        switch (name)
        {
            case "input_uncached":
                return usage with { InputUncached = Leaf(ref reader) };
            case "input_audio":
                return usage with { InputAudio = Leaf(ref reader) };
            case "cache_read":
                return usage with { CacheRead = Leaf(ref reader) };
            case "cache_write_5m":
                return usage with { CacheWrite5m = Leaf(ref reader) };
            case "cache_write_1h":
                return usage with { CacheWrite1h = Leaf(ref reader) };
            case "output_text":
                return usage with { OutputText = Leaf(ref reader) };
            case "output_audio":
                return usage with { OutputAudio = Leaf(ref reader) };
            case "output_reasoning":
                return usage with { OutputReasoning = Leaf(ref reader) };
            default:
                reader.Skip();
                return usage;
        }
    }

    private static long Leaf(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) && value >= 0
            ? value
            : throw new JsonException("a usage leaf must be an integer of at least 0");
}
