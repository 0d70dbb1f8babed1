using System.Text;
using Purser.Dialects;
using Purser.Tokens.Documents;
using Purser.Tokens.Json;

namespace Purser.Tokens.Mapping;

/// <summary>Puts readings together.</summary>
internal static class Readings
{
    public static UsageReading Failed(Dialect dialect, UsageError error, ResponseFacts? facts, UsageFlags flags = UsageFlags.None) => new()
    {
        Status = UsageStatus.Error,
        Error = error,
        Dialect = dialect.Name,
        Model = facts?.Model,
        ResponseId = facts?.Id,
        Flags = flags,
    };

    public static UsageReading Metered(Dialect dialect, MappedUsage mapped, ResponseFacts facts)
    {
        var reading = new UsageReading
        {
            Status = mapped.IsPartial ? UsageStatus.Partial : UsageStatus.Ok,
            Dialect = dialect.Name,
            Model = facts.Model,
            Usage = mapped.Usage,
            ReportedTotal = mapped.ReportedTotal,
            Flags = mapped.Flags,
            Extra = mapped.Extra,
            ResponseId = facts.Id,
        };
        return facts.Iterations.Count == 0 ? reading : WithIterations(reading, facts.Iterations);
    }

    /// <summary>The counts that the headers state; null when they state none.</summary>
    public static UsageReading? FromHeaders(Dialect dialect, IReadOnlyDictionary<string, string>? headers, ResponseFacts facts)
    {
        if (dialect.Headers is not { } names || headers is null)
            return null;
        var input = Count(headers, names.Input);
        var output = Count(headers, names.Output);
        if (input is null && output is null)
            return null;
        var flags = UsageFlags.FromHeaders;
        flags |= input is null ? UsageFlags.InputMissing : UsageFlags.None;
        flags |= output is null ? UsageFlags.OutputMissing : UsageFlags.None;
        var usage = new TokenUsage { InputUncached = input ?? 0, OutputText = output ?? 0 };
        return Metered(dialect, new MappedUsage(usage, null, flags, UsageExtra.None), facts);
    }

    // With compaction the top level leaves that iteration out; an advisor bills at its own model's price beside the vector (providers 1.2).
    private static UsageReading WithIterations(UsageReading reading, IReadOnlyList<UsageIteration> iterations)
    {
        var advisors = iterations.Where(i => i.IsAdvisor).Select(i => new UsagePart(i.Model, i.Usage)).ToList();
        if (!iterations.Any(i => i.IsCompaction))
            return advisors.Count == 0 ? reading : reading with { Parts = [new UsagePart(null, reading.Usage!.Value), .. advisors] };
        var own = iterations.Where(i => !i.IsAdvisor).ToList();
        return reading with
        {
            Usage = own.Aggregate(default(TokenUsage), (sum, i) => sum + i.Usage),
            Flags = own.Aggregate(reading.Flags, (flags, i) => flags | i.Flags) | UsageFlags.IterationsSummed,
            Parts = [.. own.Select(i => new UsagePart(i.Model, i.Usage)), .. advisors],
        };
    }

    private static long? Count(IReadOnlyDictionary<string, string> headers, string name)
    {
        foreach (var (key, text) in headers)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase) &&
                CountPolicy.IsValid(CountPolicy.ParseString(Encoding.UTF8.GetBytes(text.Trim()), out var value)))
                return value;
        }

        return null;
    }
}
