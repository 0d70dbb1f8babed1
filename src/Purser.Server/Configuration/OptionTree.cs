using System.Globalization;

namespace Purser.Server.Configuration;

/// <summary>Finds the option that a key names. Case and the dashes and underscores between words do not matter.</summary>
internal sealed class OptionTree
{
    private readonly Dictionary<string, (string Spelling, OptionTree Child)> _children = new(StringComparer.Ordinal);
    private OptionSpec? _spec;

    public static OptionTree Of(IEnumerable<OptionSpec> options)
    {
        var root = new OptionTree();
        foreach (var option in options)
        {
            var node = root;
            foreach (var segment in option.Path.Split('.'))
                node = node.Child(segment);
            node._spec = option;
        }

        return root;
    }

    /// <summary>The option and its key in canonical spelling, or what is wrong with the key.</summary>
    public (OptionSpec? Option, string Key, string? Problem) Find(IReadOnlyList<string> path)
    {
        var node = this;
        var key = new List<string>(path.Count);
        foreach (var segment in path)
        {
            if (node._spec is { IsList: true } && IsIndex(segment))
                continue;
            if (node.Step(segment) is not { } step)
                return (null, string.Join('.', key.Append(segment)), node.Unknown(segment));
            key.Add(step.Spelling);
            node = step.Child;
        }

        var name = string.Join('.', key);
        return node._spec is { } spec ? (spec, name, null) : (null, name, "is a section, not a value.");
    }

    private OptionTree Child(string segment)
    {
        if (!_children.TryGetValue(Fold(segment), out var child))
            _children[Fold(segment)] = child = (segment, new OptionTree());
        return child.Child;
    }

    private (string Spelling, OptionTree Child)? Step(string segment)
    {
        if (_children.TryGetValue(Fold(segment), out var literal) && literal.Spelling is not ("*" or "#"))
            return literal;
        if (_children.TryGetValue("#", out var item) && IsIndex(segment))
            return (segment, item.Child);
        if (!_children.TryGetValue("*", out var named) || segment.Length == 0)
            return null;
        // Names of sections come from environments in capitals too; names of values (tags) keep their case.
        return (named.Child._spec is null ? segment.ToLowerInvariant() : segment, named.Child);
    }

    private string Unknown(string segment)
    {
        if (_spec is not null)
            return "is below a value; remove it.";
        if (_children.ContainsKey("#"))
            return "must be a list.";
        var known = _children.Values.Select(c => c.Spelling).Where(s => s != "*").ToList();
        return Suggestion.For(segment, known) is { } near
            ? $"is unknown; did you mean '{near}'?"
            : $"is unknown; known here: {string.Join(", ", known)}.";
    }

    private static bool IsIndex(string segment) => int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static string Fold(string segment) => segment.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
