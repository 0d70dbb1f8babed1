namespace Purser.Yaml;

/// <summary>A YAML file as flat settings, in file order.</summary>
/// <param name="Settings">Every scalar.</param>
/// <param name="Problems">Everything that could not be read; empty when the file is sound.</param>
public sealed record YamlContent(IReadOnlyList<YamlSetting> Settings, IReadOnlyList<YamlProblem> Problems);
