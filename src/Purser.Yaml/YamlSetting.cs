namespace Purser.Yaml;

/// <summary>One scalar of a YAML file with the place it came from.</summary>
/// <param name="Path">Mapping keys and sequence indexes (<c>0</c>, <c>1</c>, …) from the root, as spelled.</param>
/// <param name="Value">The scalar's text; null for YAML's null.</param>
/// <param name="Line">1-based.</param>
public sealed record YamlSetting(IReadOnlyList<string> Path, string? Value, int Line);
