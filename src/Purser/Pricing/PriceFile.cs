namespace Purser.Pricing;

/// <summary>The layout of a price file.</summary>
internal sealed record PriceFile
{
    public required DateOnly AsOf { get; init; }

    public required string Source { get; init; }

    public string? Unit { get; init; }

    public required IReadOnlyList<PriceRow> Rows { get; init; }
}
