using System.Text;
using Purser.Yaml;

namespace Purser.Server.Configuration;

/// <summary>Reads each kind of source into raw settings; what cannot be read becomes an error.</summary>
internal static class SettingSources
{
    private const string EnvironmentPrefix = "PURSER__";

    private const int FileBytesMax = 1 << 20;

    public static IEnumerable<RawSetting> File(string path, List<ConfigurationError> errors)
    {
        var name = Path.GetFileName(path);
        byte[] bytes;
        try
        {
            bytes = System.IO.File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new("", $"The file cannot be read: {e.Message}", new(path)));
            return [];
        }

        if (bytes.Length > FileBytesMax)
        {
            errors.Add(new("", $"The file is longer than {FileBytesMax} bytes.", new(path)));
            return [];
        }

        return name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? JsonSettingsReader.Read(bytes, name, errors) : Yaml(bytes, name, errors);
    }

    public static IEnumerable<RawSetting> Environment(IEnumerable<KeyValuePair<string, string>> variables, Func<string, SettingOrigin> origin) =>
        variables.Where(v => v.Key.StartsWith(EnvironmentPrefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(v => v.Key, StringComparer.Ordinal)
            .Select(v => new RawSetting(v.Key[EnvironmentPrefix.Length..].Split("__"), v.Value, origin(v.Key)));

    private static IEnumerable<RawSetting> Yaml(byte[] bytes, string name, List<ConfigurationError> errors)
    {
        var content = YamlSettingsReader.Read(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'));
        errors.AddRange(content.Problems.Select(p => new ConfigurationError("", p.Message, new(name, p.Line))));
        return content.Settings.Select(s => new RawSetting(s.Path, s.Value, new(name, s.Line)));
    }
}
