namespace Purser.Server.Configuration;

/// <summary>Reads a <c>.env</c> file: <c>NAME=value</c> lines, <c>#</c> comments, optional <c>export</c> and quotes; nothing is expanded.</summary>
internal static class DotEnvFile
{
    public static IReadOnlyDictionary<string, (string Value, int Line)> Read(string text, string file, List<ConfigurationError> errors)
    {
        var values = new Dictionary<string, (string, int)>(StringComparer.Ordinal);
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("export ", StringComparison.Ordinal))
                line = line[7..].TrimStart();
            var cut = line.IndexOf('=');
            if (cut <= 0 || line[..cut].Any(char.IsWhiteSpace))
                errors.Add(new("", "The line must read NAME=value.", new(file, number)));
            else
                values[line[..cut]] = (Unquote(line[(cut + 1)..].Trim()), number);
        }

        return values;
    }

    private static string Unquote(string value)
    {
        if (value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0])
            return value[1..^1];
        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? value : value[..comment].TrimEnd();
    }
}
