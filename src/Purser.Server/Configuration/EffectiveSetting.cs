namespace Purser.Server.Configuration;

/// <summary>One value in force, as <c>purser config show</c> prints it.</summary>
/// <param name="Key">Dotted.</param>
/// <param name="Value">Its text, with its unit; secrets are shown as <c>***</c>, no value as an empty text.</param>
/// <param name="Origin">Where it came from.</param>
/// <param name="Summary">What it does.</param>
public sealed record EffectiveSetting(string Key, string Value, SettingOrigin Origin, string Summary);
