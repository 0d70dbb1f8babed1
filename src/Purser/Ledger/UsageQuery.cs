namespace Purser.Ledger;

/// <summary>A question to the ledger's roll-ups; every usage total anywhere is one of these (design 5).</summary>
public sealed record UsageQuery
{
    /// <summary>Grouping names in order: <c>day week month model provider agent component user session team key source status tag:K</c>; empty: totals only.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>Inclusive, by admission time; null: from the beginning.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Exclusive; null: to the end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>IANA zone that days, weeks and months are cut in; default UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Only this tenant; null: all.</summary>
    public string? Tenant { get; init; }

    /// <summary>Only calls whose attribute (by grouping name) has this value.</summary>
    public IReadOnlyDictionary<string, string> Where { get; init; } = new Dictionary<string, string>();
}
