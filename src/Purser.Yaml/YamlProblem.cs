namespace Purser.Yaml;

/// <summary>Why a YAML file, or a part of it, could not be read.</summary>
/// <param name="Line">1-based; 0 when it concerns the whole file.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record YamlProblem(int Line, string Message);
