using System.Globalization;

namespace Purser.Server.Configuration;

/// <summary>The settings in force: later sources over earlier ones, every one checked against its option.</summary>
internal sealed class SettingSet
{
    private static readonly OptionTree Tree = OptionTree.Of(OptionCatalog.All);
    private static readonly char[] ListSeparators = [';', ','];
    private readonly SortedDictionary<string, Setting> _settings = new(StringComparer.Ordinal);

    /// <summary>Lays one source over what is there: a list replaces a list.</summary>
    public void Add(IEnumerable<RawSetting> source, List<ConfigurationError> errors)
    {
        var fresh = new Dictionary<string, Setting>(StringComparer.Ordinal);
        foreach (var raw in source.Where(r => r.Value is not null))
        {
            var (option, key, problem) = Tree.Find(raw.Path);
            if (option is null)
                errors.Add(new(key, problem!, raw.Origin));
            else if (Values(option, key, raw, errors) is { } values)
                fresh[key] = new(option, option.IsList && fresh.GetValueOrDefault(key) is { } earlier ? [.. earlier.Values, .. values] : values, raw.Origin);
        }

        foreach (var (key, setting) in fresh)
            _settings[key] = setting;
    }

    /// <summary>The first value in force, the default included; null: none.</summary>
    public string? Text(string key) => _settings.TryGetValue(key, out var setting) ? setting.Values[0] : OptionCatalog.All.First(o => o.Path == key).Default;

    /// <summary>Every value of a list, the default included.</summary>
    public IReadOnlyList<string> List(string key)
    {
        if (_settings.TryGetValue(key, out var setting))
            return setting.Values;
        return OptionCatalog.All.First(o => o.Path == key).Default is { } text ? [text] : [];
    }

    /// <summary>Where a value came from.</summary>
    public SettingOrigin OriginOf(string key) => _settings.TryGetValue(key, out var setting) ? setting.Origin : SettingOrigin.Default;

    /// <summary>What stands below a prefix, by the next segment and then by what remains of the key; list items in their order.</summary>
    public IReadOnlyList<(string Name, IReadOnlyDictionary<string, Setting> Settings)> Children(string prefix) =>
    [
        .. _settings.Where(s => s.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(s => (Tail: s.Key[prefix.Length..], s.Value))
            .GroupBy(s => s.Tail[..s.Tail.IndexOf('.')], StringComparer.Ordinal)
            .OrderBy(g => int.TryParse(g.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1)
            .Select(g => (g.Key, (IReadOnlyDictionary<string, Setting>)g.ToDictionary(s => s.Tail[(g.Key.Length + 1)..], s => s.Value, StringComparer.Ordinal))),
    ];

    /// <summary>Everything in force: what is set, and the defaults of what is not.</summary>
    public IReadOnlyList<EffectiveSetting> Effective() =>
    [
        .. OptionCatalog.All.Where(o => !o.Path.Contains('*') && !o.Path.Contains('#') && !_settings.ContainsKey(o.Path))
            .Select(o => new EffectiveSetting(o.Path, o.Default ?? "", SettingOrigin.Default, o.Summary))
            .Concat(_settings.Select(s => new EffectiveSetting(s.Key, s.Value.Shown, s.Value.Origin, s.Value.Option.Summary)))
            .OrderBy(s => s.Key, StringComparer.Ordinal),
    ];

    private static string[]? Values(OptionSpec option, string key, RawSetting raw, List<ConfigurationError> errors)
    {
        var values = option.IsList
            ? raw.Value!.Split(ListSeparators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : new[] { raw.Value!.Trim() };
        var problems = values.Select(option.Problem).OfType<string>().ToList();
        errors.AddRange(problems.Select(p => new ConfigurationError(key, option.IsSecret ? "is not valid." : p, raw.Origin)));
        return problems.Count == 0 && values.Length > 0 ? values : null;
    }
}
