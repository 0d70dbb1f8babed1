using System.Text.RegularExpressions;

namespace Purser.Tests.House;

/// <summary>What a tracked file may not carry away from the machine that it was written on.</summary>
internal static partial class TrackedFileRules
{
    private static readonly string[] Restoring = ["package-lock.json", "packages.lock.json", "npm-shrinkwrap.json"];

    public static IEnumerable<string> Violations(string path, string text)
    {
        if (MachinePath().Match(text) is { Success: true } machine)
            yield return $"{path}: a path of one machine: {machine.Value.Trim()}";
        if (Restoring.Contains(Path.GetFileName(path)) && LockedHost().Match(text) is { Success: true } locked)
            yield return $"{path}: a lock file that names where packages came from: {locked.Value}";
        if (RegistrySetting().Match(text) is { Success: true } registry)
            yield return $"{path}: a package source of one machine: {registry.Value}";
    }

    // Home and workspace folders; /tmp only where a name below it is spelled out.
    [GeneratedRegex("""(?<![\w.:/-])/(root|work|home/[a-z]\w*|Users/[a-z]\w*|tmp/[a-z]\w*/\w+)/[\w.-]+""", RegexOptions.None, 1000)]
    private static partial Regex MachinePath();

    [GeneratedRegex("""
        "resolved"\s*:\s*"https?://[^"]*"
        """, RegexOptions.None, 1000)]
    private static partial Regex LockedHost();

    [GeneratedRegex("""^\s*(@[\w-]+:)?registry\s*=\s*\S+|<add\s+key="[^"]*"\s+value="https?://(?!api\.nuget\.org/)[^"]*"|<RestoreSources>""", RegexOptions.Multiline, 1000)]
    private static partial Regex RegistrySetting();
}
