using Purser.Dialects;
using Purser.Tokens.Mapping;

namespace Purser.Tokens.Transcripts;

/// <summary>Codex's counts as stated: cached inside input, reasoning inside output.</summary>
internal readonly record struct CodexCounter(long Input, long Cached, long Output, long Reasoning, long Total)
{
    public static CodexCounter operator -(CodexCounter left, CodexCounter right) => new(
        left.Input - right.Input, left.Cached - right.Cached, left.Output - right.Output, left.Reasoning - right.Reasoning, left.Total - right.Total);

    public static CodexCounter? Read(LocationCounts counts)
    {
        if (!counts.HasBase)
            return null;
        var (input, output) = (counts[UsageField.Input] ?? 0, counts[UsageField.Output] ?? 0);
        return new CodexCounter(
            input, counts[UsageField.CacheRead] ?? 0, output, counts[UsageField.Reasoning] ?? 0, counts[UsageField.Total] ?? input + output);
    }

    /// <summary>Whether any count went down, which a cumulative counter does only at a reset.</summary>
    public bool IsBelow(CodexCounter earlier) =>
        Total < earlier.Total || Input < earlier.Input || Output < earlier.Output || Cached < earlier.Cached || Reasoning < earlier.Reasoning;

    public UsageReading ToReading(Dialect dialect, string? model)
    {
        var cached = Math.Min(Cached, Input);
        var reasoning = Math.Min(Reasoning, Output);
        var usage = new TokenUsage { InputUncached = Input - cached, CacheRead = cached, OutputText = Output - reasoning, OutputReasoning = reasoning };
        var flags = cached < Cached || reasoning < Reasoning ? UsageFlags.SubsetClamped : UsageFlags.None;
        return new UsageReading
        {
            Status = UsageStatus.Ok,
            Dialect = dialect.Name,
            Model = model,
            Usage = usage,
            ReportedTotal = Total,
            Flags = flags | (Total == usage.Total ? UsageFlags.None : UsageFlags.TotalMismatch),
        };
    }
}
