namespace Purser.Server.Configuration;

/// <summary>A checked value of an option with the place it came from.</summary>
internal sealed record Setting(OptionSpec Option, IReadOnlyList<string> Values, SettingOrigin Origin)
{
    public string Text => Values[0];

    public string Shown => Option.IsSecret ? "***" : string.Join("; ", Values);
}
