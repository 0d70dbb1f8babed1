namespace Purser.Server.Configuration;

/// <summary>Where a value came from.</summary>
/// <param name="Source">A file's name, <c>environment NAME</c>, <c>command line --flag</c> or <c>default</c>.</param>
/// <param name="Line">1-based; 0 when the source has no lines.</param>
public sealed record SettingOrigin(string Source, int Line = 0)
{
    /// <summary>No source states the value.</summary>
    public static SettingOrigin Default { get; } = new("default");

    /// <summary><c>purser.yaml:12</c></summary>
    public override string ToString() => Line > 0 ? $"{Source}:{Line}" : Source;
}
