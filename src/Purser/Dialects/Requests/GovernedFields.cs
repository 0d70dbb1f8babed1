using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Purser.Dialects.Requests;

/// <summary>The governed members of one format, found by a name folded as the laxest upstream folds it.</summary>
internal sealed class GovernedFields
{
    private static readonly ConditionalWeakTable<RequestFormat, GovernedFields> ByFormat = [];

    private static readonly (string Path, GovernedKind Kind)[] Common =
    [
        ("model", GovernedKind.Model), ("stream", GovernedKind.Stream),
        ("stream_options", GovernedKind.StreamOptions), ("stream_options.include_usage", GovernedKind.IncludeUsage),
        ("service_tier", GovernedKind.ServiceTier), ("inference_geo", GovernedKind.InferenceGeo), ("speed", GovernedKind.Speed),
        ("user", GovernedKind.User), ("metadata", GovernedKind.Container), ("metadata.user_id", GovernedKind.User),
        ("modalities", GovernedKind.Modalities), ("messages", GovernedKind.Items), ("input", GovernedKind.Items), ("contents", GovernedKind.Items),
        ("system", GovernedKind.Scanned), ("systemInstruction", GovernedKind.Scanned), ("instructions", GovernedKind.Scanned),
        ("tools", GovernedKind.Tools), ("functions", GovernedKind.Tools), ("prompt", GovernedKind.Prompt),
        ("previous_response_id", GovernedKind.Reference), ("conversation", GovernedKind.Reference), ("cachedContent", GovernedKind.Reference),
        ("container", GovernedKind.Reference), ("background", GovernedKind.Background), ("web_search_options", GovernedKind.ServerTools),
        ("mcp_servers", GovernedKind.ServerTools), ("cache_control", GovernedKind.CacheControl),
    ];

    private readonly FrozenDictionary<string, GovernedField> fields;
    private readonly bool eitherCase;

    private GovernedFields(RequestFormat format)
    {
        eitherCase = format.EitherCase;
        var all = new Dictionary<string, GovernedField>(StringComparer.Ordinal);
        foreach (var (path, kind) in Common)
            Add(all, path, kind);
        foreach (var path in format.LimitFields)
            Add(all, path, GovernedKind.Limit);
        foreach (var path in format.CountFields)
            Add(all, path, GovernedKind.Count);
        if (format.ThinkingField is { } thinking)
            Add(all, thinking, GovernedKind.Thinking);
        if (eitherCase)
            Add(all, "generationConfig.responseModalities", GovernedKind.Modalities);
        fields = all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static GovernedFields Of(RequestFormat format) => ByFormat.GetValue(format, static key => new GovernedFields(key));

    /// <summary>The governed member that a name under a parent could be taken for; null when none.</summary>
    public GovernedField? Find(string? parent, string name) => fields.GetValueOrDefault(Fold(parent is null ? name : $"{parent}.{name}"));

    /// <summary>Whether the name is spelled so that the gate and every upstream agree on it.</summary>
    public bool Exact(GovernedField field, string name) => name == field.Name || (eitherCase && name == field.SnakeName);

    private void Add(Dictionary<string, GovernedField> all, string path, GovernedKind kind)
    {
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = path.IndexOf('.', dot + 1))
            all.TryAdd(Fold(path[..dot]), new GovernedField(path[..dot], GovernedKind.Container));
        all[Fold(path)] = new GovernedField(path, kind);
    }

    // The long s and the Kelvin sign fold to s and k for Go's JSON reader, so they do here.
    private string Fold(string path)
    {
        var folded = path.ToLowerInvariant().Replace('\u017F', 's').Replace('\u212A', 'k');
        return eitherCase ? folded.Replace("_", "", StringComparison.Ordinal) : folded;
    }
}
