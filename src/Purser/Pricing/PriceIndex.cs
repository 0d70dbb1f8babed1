using System.Collections.Frozen;
using Purser.Dialects;

namespace Purser.Pricing;

/// <summary>Rows by (provider, lower-case id). Under one id: rows that name it, then rows whose model has it as an alias; user rows before built-in ones; the newest first.</summary>
internal sealed class PriceIndex
{
    private readonly FrozenDictionary<(string Provider, string Id), PriceRow[]> rows;

    public PriceIndex(IReadOnlyList<PriceRow> builtIn, IReadOnlyList<PriceRow> overrides)
    {
        var ranked = new Dictionary<(string, string), List<(int Rank, PriceRow Row)>>();
        Add(ranked, builtIn, rank: 2);
        var aliases = AliasesByModel(builtIn);
        // A price set for a model also covers the ids that are known to be that model, unless one of them was given its own.
        foreach (var row in overrides)
            foreach (var alias in aliases.GetValueOrDefault(Key(row.Provider, row.Model), []))
                Add(ranked, alias, row, rank: 1);
        Add(ranked, overrides, rank: 0);
        rows = ranked.ToFrozenDictionary(
            pair => pair.Key,
            pair => pair.Value.OrderBy(entry => entry.Rank).ThenByDescending(entry => entry.Row.EffectiveFrom ?? DateTimeOffset.MinValue)
                .Select(entry => entry.Row).Distinct().ToArray());
    }

    public PriceRow[]? Find(string provider, string id) => rows.GetValueOrDefault((provider, id));

    private static Dictionary<(string, string), List<(string, string)>> AliasesByModel(IReadOnlyList<PriceRow> builtIn)
    {
        var aliases = new Dictionary<(string, string), List<(string, string)>>();
        foreach (var row in builtIn)
        {
            var key = Key(row.Provider, row.Model);
            if (!aliases.TryGetValue(key, out var list))
                aliases[key] = list = [];
            list.AddRange(row.Aliases.Select(alias => Key(row.Provider, alias)));
        }
        return aliases;
    }

    private static void Add(Dictionary<(string, string), List<(int, PriceRow)>> ranked, IEnumerable<PriceRow> rows, int rank)
    {
        foreach (var row in rows)
            foreach (var id in row.Aliases.Prepend(row.Model))
                Add(ranked, Key(row.Provider, id), row, rank);
    }

    private static void Add(Dictionary<(string, string), List<(int, PriceRow)>> ranked, (string, string) key, PriceRow row, int rank)
    {
        if (!ranked.TryGetValue(key, out var list))
            ranked[key] = list = [];
        list.Add((rank, row));
    }

    private static (string, string) Key(string provider, string id)
    {
        var name = provider.Trim().ToLowerInvariant();
        return (ProviderNames.Known(name) ?? name, id.Trim().ToLowerInvariant());
    }
}
