namespace Purser.Server.Configuration;

/// <summary>One value as a source spells it, before anyone asked whether the key exists.</summary>
/// <param name="Path">Segments of the key; list items by their index.</param>
/// <param name="Value">Its text; null unsets nothing and counts as absent.</param>
/// <param name="Origin">Where it stands.</param>
internal sealed record RawSetting(IReadOnlyList<string> Path, string? Value, SettingOrigin Origin);
