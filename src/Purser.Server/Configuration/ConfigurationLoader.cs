namespace Purser.Server.Configuration;

/// <summary>Makes the configuration from its sources: the one place where text becomes options (design 6.3).</summary>
public static class ConfigurationLoader
{
    private static readonly string[] FileNames = ["purser.yaml", "purser.yml", "appsettings.json"];

    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="ConfigurationException">Lists every error at once, each with its key and its place.</exception>
    public static PurserConfiguration Load(ConfigurationRequest request)
    {
        var configuration = TryLoad(request, out var errors);
        return errors.Count == 0 ? configuration! : throw new ConfigurationException(errors);
    }

    /// <summary>Reads and checks everything; null when there are errors.</summary>
    public static PurserConfiguration? TryLoad(ConfigurationRequest request, out IReadOnlyList<ConfigurationError> errors)
    {
        ArgumentNullException.ThrowIfNull(request);
        var found = new List<ConfigurationError>();
        errors = found;
        var settings = new SettingSet();
        var file = FindFile(request);
        if (file is not null)
            settings.Add(SettingSources.File(file, found), found);
        var dotEnv = ReadDotEnv(file is null ? request.Directory : Path.GetDirectoryName(Path.GetFullPath(file))!, found);
        settings.Add(SettingSources.Environment(dotEnv.Select(v => KeyValuePair.Create(v.Key, v.Value.Value)), name => new(".env", dotEnv[name].Line)), found);
        settings.Add(SettingSources.Environment(request.Environment, name => new($"environment {name}")), found);
        settings.Add(request.CommandLine.Select(c => new RawSetting(c.Key.Split('.'), c.Value, new($"command line {c.Flag}"))), found);
        var environment = new Dictionary<string, string>(request.Environment, StringComparer.Ordinal);
        foreach (var (name, value) in dotEnv)
            environment.TryAdd(name, value.Value);
        var configuration = ConfigurationBinder.Bind(settings, environment, Path.GetFileName(file), found);
        return found.Count == 0 ? configuration : null;
    }

    private static string? FindFile(ConfigurationRequest request) =>
        request.File ?? FileNames.Select(name => Path.Combine(request.Directory, name)).FirstOrDefault(File.Exists);

    private static IReadOnlyDictionary<string, (string Value, int Line)> ReadDotEnv(string directory, List<ConfigurationError> errors)
    {
        var path = Path.Combine(directory, ".env");
        try
        {
            return File.Exists(path) ? DotEnvFile.Read(File.ReadAllText(path), ".env", errors) : new Dictionary<string, (string, int)>();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new("", $"The file cannot be read: {e.Message}", new(path)));
            return new Dictionary<string, (string, int)>();
        }
    }
}
