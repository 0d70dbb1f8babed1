using System.Globalization;
using Purser.Dialects;

namespace Purser.Pricing;

/// <summary>The single rewriting rules of model ids (providers 5). Ids are lower-case here; every rule either rewrites exactly or answers null.</summary>
internal static class ModelId
{
    private static readonly string[] Geos = ["us", "eu", "apac", "jp", "au", "ca", "us-gov", "global"];
    private static readonly string[] RouterVariants = [":free", ":nitro", ":online", ":extended", ":thinking"];
    private static readonly string[] ClaudeFamilies = ["opus", "sonnet", "haiku", "fable"];

    /// <summary><c>models/</c>, <c>publishers/*/models/</c> and Bedrock's resource names; the publisher is the provider where it says one.</summary>
    public static string? WithoutTransport(string id, out string? publisher)
    {
        publisher = null;
        if (id.StartsWith("arn:aws", StringComparison.Ordinal))
            return AfterArn(id);
        var at = id.IndexOf("publishers/", StringComparison.Ordinal);
        if (at >= 0 && (at == 0 || id[at - 1] == '/'))
        {
            var rest = id[(at + "publishers/".Length)..];
            var models = rest.IndexOf("/models/", StringComparison.Ordinal);
            if (models > 0)
            {
                publisher = rest[..models];
                return rest[(models + "/models/".Length)..];
            }
        }
        return id.StartsWith("models/", StringComparison.Ordinal) ? id["models/".Length..] : null;
    }

    /// <summary>The part before <c>/</c>, or before the first <c>:</c>, where it names a known provider.</summary>
    public static (string Provider, string Tail)? SplitProvider(string id)
    {
        foreach (var separator in "/:")
        {
            var at = id.IndexOf(separator, StringComparison.Ordinal);
            if (at > 0 && at < id.Length - 1 && ProviderNames.Known(id[..at]) is { } provider)
                return (provider, id[(at + 1)..]);
        }
        return null;
    }

    /// <summary>OpenRouter's variants, <c>:free</c> and the like.</summary>
    public static (string Tail, string Variant)? WithoutRouterVariant(string id)
    {
        foreach (var variant in RouterVariants)
            if (id.EndsWith(variant, StringComparison.Ordinal))
                return (id[..^variant.Length], variant);
        return null;
    }

    /// <summary>Bedrock's geography before the vendor: <c>us.anthropic.…</c>.</summary>
    public static (string Tail, string Geo)? WithoutGeo(string id)
    {
        var dot = id.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && Geos.Contains(id[..dot]) && id.IndexOf('.', dot + 1) > 0 ? (id[(dot + 1)..], id[..dot]) : null;
    }

    /// <summary>Bedrock's version behind the model: <c>-v1:0</c>.</summary>
    public static string? WithoutBedrockVersion(string id)
    {
        var at = id.LastIndexOf("-v", StringComparison.Ordinal);
        if (at <= 0)
            return null;
        var version = id.AsSpan(at + 2);
        var colon = version.IndexOf(':');
        return colon > 0 && AllDigits(version[..colon]) && AllDigits(version[(colon + 1)..]) ? id[..at] : null;
    }

    /// <summary>Vertex writes a snapshot as <c>@20250929</c>.</summary>
    public static string? WithVertexDate(string id)
    {
        var at = id.LastIndexOf('@');
        return at > 0 && AllDigits(id.AsSpan(at + 1)) ? $"{id[..at]}-{id[(at + 1)..]}" : null;
    }

    /// <summary>Dots to dashes in Claude's versions.</summary>
    public static string? WithClaudeDashes(string id) =>
        id.StartsWith("claude-", StringComparison.Ordinal) && id.Contains('.', StringComparison.Ordinal) ? id.Replace('.', '-') : null;

    /// <summary><c>claude-4-5-sonnet-x</c> as <c>claude-sonnet-4-5-x</c> and the other way round.</summary>
    public static string? WithClaudeSwapped(string id)
    {
        var parts = id.Split('-');
        if (parts.Length < 3 || parts[0] != "claude")
            return null;
        var family = Array.FindIndex(parts, part => ClaudeFamilies.Contains(part));
        var isVersion = (string part) => part.Length <= 2 && AllDigits(part);
        if (family == 1)
        {
            var versions = parts.Skip(2).TakeWhile(isVersion).Count();
            return versions == 0 ? null : string.Join('-', [parts[0], .. parts[2..(2 + versions)], parts[1], .. parts[(2 + versions)..]]);
        }
        return family > 1 && parts[1..family].All(isVersion)
            ? string.Join('-', [parts[0], parts[family], .. parts[1..family], .. parts[(family + 1)..]])
            : null;
    }

    /// <summary>The id before a date suffix: <c>-preview-MM-DD</c>, <c>-YYYY-MM-DD</c>, <c>-YYYYMMDD</c> or <c>-MMDD</c>.</summary>
    public static string? WithoutDate(string id) =>
        Cut(id, "-yyyy-MM-dd", "yyyy-MM-dd") ?? (Cut(id, "-preview-MM-dd", "'preview'-MM-dd")
            ?? Cut(id, "-yyyyMMdd", "yyyyMMdd") ?? Cut(id, "-MMdd", "MMdd"));

    private static string? Cut(string id, string shape, string format)
    {
        if (id.Length <= shape.Length || id[^shape.Length] != '-')
            return null;
        // A leap year makes 02-29 a date where the suffix has no year of its own.
        var hasYear = format.StartsWith('y');
        var text = (hasYear ? "" : "2024") + id[^(shape.Length - 1)..];
        return DateTime.TryParseExact(text, hasYear ? format : "yyyy" + format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 2020 and < 2100
            ? id[..^shape.Length]
            : null;
    }

    private static string? AfterArn(string id)
    {
        foreach (var kind in (string[])[":foundation-model/", ":inference-profile/"])
        {
            var at = id.IndexOf(kind, StringComparison.Ordinal);
            if (at >= 0)
                return id[(at + kind.Length)..];
        }
        return null;
    }

    private static bool AllDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
