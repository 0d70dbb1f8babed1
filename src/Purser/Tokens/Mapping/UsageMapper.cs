using Purser.Dialects;
using Purser.Tokens.Documents;

namespace Purser.Tokens.Mapping;

/// <summary>Maps counts as stated onto the disjoint vector: the mapping rules of providers 2.</summary>
internal static class UsageMapper
{
    /// <summary>Maps the first complete location of a document, else the first that states anything; <paramref name="model"/> is the one asked for.</summary>
    /// <returns>False: no base count could be read, the call is unmetered.</returns>
    public static bool TryMap(UsageDocument document, ResponseFacts facts, string? model, out MappedUsage mapped)
    {
        mapped = default;
        if (!document.HasCounts || Choose(document, facts) is not { } location)
            return false;
        var counts = new LocationCounts(document, location);
        mapped = new MappingPass(counts, facts, IsExclusive(counts, document.Plan.Dialect, facts, facts.Model ?? model, out var flag), flag).Run();
        return true;
    }

    private static LocationPlan? Choose(UsageDocument document, ResponseFacts facts)
    {
        LocationPlan? partial = null;
        foreach (var location in document.Plan.Locations)
        {
            var counts = new LocationCounts(document, location);
            if (!counts.HasBase || (location.Shape.NeedsTotal && counts[UsageField.Total] is null))
                continue;
            if (counts.IsComplete(facts))
                return location;
            partial ??= location;
        }

        return partial;
    }

    private static bool IsExclusive(LocationCounts counts, Dialect dialect, ResponseFacts facts, string? model, out UsageFlags flag)
    {
        flag = UsageFlags.None;
        switch (counts.Shape.Input)
        {
            case InputCounting.Exclusive:
                var inclusive = dialect.InclusiveModels is { } part && model?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
                flag = inclusive ? UsageFlags.InputInclusive : UsageFlags.None;
                return !inclusive;
            case InputCounting.ByTotal when TotalProvesExclusive(counts):
            case InputCounting.Inclusive when facts is { ExclusiveMark: true, InclusiveMark: false }:
                flag = UsageFlags.InputExclusive;
                return true;
            default:
                return false;
        }
    }

    private static bool TotalProvesExclusive(LocationCounts counts)
    {
        if (counts[UsageField.Total] is not { } total)
            return false;
        var cache = (counts[UsageField.CacheRead] ?? 0) + (counts[UsageField.CacheWrite] ?? 0);
        return cache > 0 && total == (counts[UsageField.Input] ?? 0) + (counts[UsageField.Output] ?? 0) + cache;
    }
}
