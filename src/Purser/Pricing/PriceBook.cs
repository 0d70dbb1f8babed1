namespace Purser.Pricing;

/// <summary>
/// All prices at one moment: built-in rows under the user's own (providers 5, 6). Immutable and thread-safe; a change makes a new book.
/// Prices are found by exact normalised id only: a model that does not resolve is unpriced, never guessed and never 0.
/// </summary>
public sealed class PriceBook
{
    private static readonly Lazy<PriceBook> LazyBuiltIn = new(LoadBuiltIn);
    private readonly IReadOnlyList<PriceRow> builtIn;
    private readonly ModelResolver resolver;
    private readonly MatchCache cache = new();

    private PriceBook(IReadOnlyList<PriceRow> builtIn, IReadOnlyList<PriceRow> overrides, DateOnly? asOf)
    {
        this.builtIn = builtIn;
        Overrides = overrides;
        AsOf = asOf;
        resolver = new ModelResolver(new PriceIndex(builtIn, overrides));
    }

    /// <summary>The price file that ships with the library.</summary>
    public static PriceBook BuiltIn => LazyBuiltIn.Value;

    /// <summary>No price at all.</summary>
    public static PriceBook Empty { get; } = new([], [], null);

    /// <summary>The day of the built-in figures; null for <see cref="Empty"/>.</summary>
    public DateOnly? AsOf { get; }

    /// <summary>The user's rows, which win where they are in force.</summary>
    public IReadOnlyList<PriceRow> Overrides { get; }

    /// <summary>Every row, the user's first.</summary>
    public IReadOnlyList<PriceRow> Rows => [.. Overrides, .. builtIn];

    internal int CachedPairs => cache.Count;

    /// <summary>A book with these user rows in place of the present ones.</summary>
    /// <param name="rows">Imports and <c>price set</c>. Of two in force for the same id the later <see cref="PriceRow.EffectiveFrom"/> wins, then the later in the list.</param>
    /// <exception cref="ArgumentException">A row that <see cref="PriceRow.Problem"/> objects to.</exception>
    public PriceBook WithOverrides(IEnumerable<PriceRow> rows)
    {
        var all = rows.Reverse().ToArray();
        foreach (var row in all)
            if (row.Problem() is { } problem)
                throw new ArgumentException($"Price '{row.Id}': {problem}.", nameof(rows));
        return new PriceBook(builtIn, all, AsOf);
    }

    /// <summary>The row in force for a model; null: unpriced.</summary>
    /// <param name="provider">Any known spelling of a provider, or an upstream's name; empty: the model's own prefix says it.</param>
    /// <param name="model">The id as the response (else the request) spells it.</param>
    /// <param name="at">The instant of the request.</param>
    public PriceRow? Find(string provider, string model, DateTimeOffset at) => Match(provider, model).At(at);

    /// <summary>Whether the row in force for a model is one of the user's own (budgets R7b trusts these).</summary>
    public bool IsUserPriced(string provider, string model, DateTimeOffset at) => Find(provider, model, at) is { } row && Overrides.Any(own => ReferenceEquals(own, row));

    /// <summary>What a call cost by our table, rounded once, half-even (providers 6). Never throws: what cannot be priced is unpriced.</summary>
    public CostResult Price(CostRequest request)
    {
        try
        {
            return request.Parts.Count == 0 ? PriceWhole(request) : PriceParts(request);
        }
        catch (OverflowException)
        {
            // Counts that no model can have used; the caller must not be hurt by them, and 0 would be a lie.
            return CostResult.Unpriced with { Flags = [CostFlags.Overflow] };
        }
    }

    /// <summary>What a request can cost at most, rounded up (budgets R5); cost null when unpriced. Never throws.</summary>
    public CostResult Bound(BoundRequest request)
    {
        var match = Match(request.Provider, request.Model);
        if (match.At(request.At) is not { } row)
            return CostResult.Unpriced;
        try
        {
            return new CostResult(CostCalculator.Ceiling(BoundPricer.MicroUsd(row, request)), row.Id, match.Flags);
        }
        catch (OverflowException)
        {
            return CostResult.Unpriced with { Flags = [CostFlags.Overflow] };
        }
    }

    private CostResult PriceWhole(CostRequest request)
    {
        var match = Match(request.Provider, request.Model);
        if (match.At(request.At) is not { } row)
            return CostResult.Unpriced;
        var flags = match.Flags.Length == 0 ? null : new List<string>(match.Flags);
        var sum = CostCalculator.MicroUsd(row, request.Usage, request, ref flags);
        sum += CostCalculator.ExtrasMicroUsd(row, request.Extra, ref flags);
        return Result(sum, row, flags);
    }

    private CostResult PriceParts(CostRequest request)
    {
        List<string>? flags = null;
        var main = Find(request.Provider, request.Model, request.At);
        var sum = 0m;
        foreach (var part in request.Parts)
        {
            var row = part.Model is null ? main : Find(request.Provider, part.Model, request.At);
            if (row is null)
                return CostResult.Unpriced with { Flags = [CostFlags.PartUnpriced] };
            main ??= row;
            sum += CostCalculator.MicroUsd(row, part.Usage, request, ref flags);
        }
        return Result(sum + CostCalculator.ExtrasMicroUsd(main!, request.Extra, ref flags), main!, flags);
    }

    private static CostResult Result(decimal microUsd, PriceRow row, List<string>? flags) =>
        new(CostCalculator.Round(microUsd), row.Id, flags is null ? [] : flags);

    private PriceMatch Match(string provider, string model) => cache.GetOrAdd(provider, model, resolver);

    private static PriceBook LoadBuiltIn()
    {
        using var stream = typeof(PriceBook).Assembly.GetManifestResourceStream("Purser.Pricing.prices.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var file = PriceJson.ParseFile(bytes);
        return new PriceBook(file.Rows, [], file.AsOf);
    }
}
