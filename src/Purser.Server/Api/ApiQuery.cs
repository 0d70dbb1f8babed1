using System.Globalization;

namespace Purser.Server.Api;

/// <summary>A parsed query string; names are case-sensitive, the readers of values collect every error before they throw.</summary>
public sealed class ApiQuery
{
    private readonly List<KeyValuePair<string, string>> _values = [];
    private readonly List<ApiError> _errors = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>Parses what follows the question mark; both <c>+</c> and <c>%20</c> are spaces.</summary>
    public static ApiQuery Parse(string query)
    {
        var parsed = new ApiQuery();
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var cut = pair.IndexOf('=');
            var (name, value) = cut < 0 ? (pair, "") : (pair[..cut], pair[(cut + 1)..]);
            parsed._values.Add(new(Decode(name), Decode(value)));
        }

        return parsed;
    }

    /// <summary>The first value under a name; null when absent or empty.</summary>
    public string? Text(string name)
    {
        _read.Add(name);
        foreach (var (key, value) in _values)
        {
            if (key == name)
                return value.Length == 0 ? null : value;
        }

        return null;
    }

    /// <summary>Every value under a name, commas splitting values too.</summary>
    public IReadOnlyList<string> List(string name)
    {
        _read.Add(name);
        return [.. _values.Where(v => v.Key == name).SelectMany(v => v.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
    }

    /// <summary>An integer within bounds; the default when absent.</summary>
    public int Integer(string name, int @default, int min, int max)
    {
        if (Text(name) is not { } text)
            return @default;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        _errors.Add(new(name, $"Must be an integer from {min} to {max}.", "RANGE_ERROR"));
        return @default;
    }

    /// <summary>An instant (RFC 3339) or a date, which is its first instant in <paramref name="zone"/>; null when absent.</summary>
    public DateTimeOffset? Instant(string name, string zone)
    {
        if (Text(name) is not { } text)
            return null;
        if (ApiInstant.Parse(text, zone) is { } instant)
            return instant;
        _errors.Add(new(name, "Must be an instant such as 2026-11-20T12:00:00Z or a date such as 2026-11-20.", "FORMAT_ERROR"));
        return null;
    }

    /// <summary>One of the given words; the first when absent.</summary>
    public string Choice(string name, params ReadOnlySpan<string> words)
    {
        if (Text(name) is not { } text)
            return words[0];
        if (words.Contains(text))
            return text;
        _errors.Add(new(name, $"Must be one of {string.Join(", ", words!)}.", "ENUM_ERROR"));
        return words[0];
    }

    /// <summary>Adds what the reader of a value found wrong.</summary>
    internal void Fail(string name, string message, string code) => _errors.Add(new(name, message, code));

    /// <summary>Every name that nothing has read.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Rest() => _values.Where(v => !_read.Contains(v.Key));

    /// <summary>Throws all errors at once; names that nothing read are errors too.</summary>
    /// <exception cref="ApiProblemException">400 with an error a name.</exception>
    internal void Check()
    {
        foreach (var name in Rest().Select(v => v.Key).Distinct(StringComparer.Ordinal))
            _errors.Add(new(name, "There is no such parameter.", "FORMAT_ERROR"));
        if (_errors.Count > 0)
            throw new ApiProblemException(ApiProblem.Validation("The query is not valid.", [.. _errors]));
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
