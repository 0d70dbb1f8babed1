namespace Purser.Server.Configuration;

/// <summary>What a configuration is made from, apart from the defaults. Later beats earlier: file, <c>.env</c>, environment, command line.</summary>
public sealed record ConfigurationRequest
{
    /// <summary>The file that was named; null: the first of purser.yaml, purser.yml and appsettings.json in <see cref="Directory"/>, if any.</summary>
    public string? File { get; init; }

    /// <summary>Where files are looked for.</summary>
    public string Directory { get; init; } = System.IO.Directory.GetCurrentDirectory();

    /// <summary>The process's environment; variables other than <c>PURSER__…</c> are read only where an option names one.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What the command line states, in order.</summary>
    public IReadOnlyList<CommandLineSetting> CommandLine { get; init; } = [];

    /// <summary>From this process's own environment.</summary>
    public static ConfigurationRequest FromProcess() => new()
    {
        Environment = System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? "", StringComparer.Ordinal),
    };
}
