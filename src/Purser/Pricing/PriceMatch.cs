namespace Purser.Pricing;

/// <summary>What a (provider, model) pair resolved to: dated rows in order of precedence, and what had to be assumed.</summary>
internal sealed record PriceMatch(PriceRow[] Rows, string[] Flags)
{
    public static PriceMatch None { get; } = new([], []);

    public bool Found => Rows.Length > 0;

    public PriceRow? At(DateTimeOffset at)
    {
        foreach (var row in Rows)
            if (row.InForce(at))
                return row;
        return null;
    }
}
