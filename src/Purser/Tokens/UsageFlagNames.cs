using System.Collections.Frozen;

namespace Purser.Tokens;

/// <summary>The wire names of <see cref="UsageFlags"/> (providers 3).</summary>
public static class UsageFlagNames
{
    // Declared in the order of the alphabet, so that what is written is sorted.
    private static readonly (UsageFlags Flag, string Name)[] Names =
    [
        (UsageFlags.BadType, "bad_type"), (UsageFlags.CacheWriteMismatch, "cache_write_mismatch"), (UsageFlags.Fractional, "fractional"),
        (UsageFlags.FromHeaders, "from_headers"), (UsageFlags.InputExclusive, "input_exclusive"), (UsageFlags.InputInclusive, "input_inclusive"),
        (UsageFlags.InputMissing, "input_missing"), (UsageFlags.IterationsSummed, "iterations_summed"), (UsageFlags.MalformedEvent, "malformed_event"),
        (UsageFlags.MalformedLine, "malformed_line"), (UsageFlags.Negative, "negative"), (UsageFlags.OutOfRange, "out_of_range"),
        (UsageFlags.OutputMissing, "output_missing"), (UsageFlags.ProviderError, "provider_error"), (UsageFlags.ReasoningAdditive, "reasoning_additive"),
        (UsageFlags.StreamTruncated, "stream_truncated"), (UsageFlags.StringNumber, "string_number"), (UsageFlags.SubsetClamped, "subset_clamped"),
        (UsageFlags.TotalMismatch, "total_mismatch"),
    ];

    private static readonly FrozenDictionary<string, UsageFlags> ByName = Names.ToFrozenDictionary(n => n.Name, n => n.Flag, StringComparer.Ordinal);

    /// <summary>The snake_case names, sorted; empty for <see cref="UsageFlags.None"/>.</summary>
    public static IReadOnlyList<string> Of(UsageFlags flags) =>
        flags == UsageFlags.None ? [] : [.. Names.Where(n => flags.HasFlag(n.Flag)).Select(n => n.Name)];

    /// <summary>The flag of a name; <see cref="UsageFlags.None"/> when there is none, so that rows of a newer version stay readable.</summary>
    public static UsageFlags Parse(string name) => ByName.GetValueOrDefault(name);
}
