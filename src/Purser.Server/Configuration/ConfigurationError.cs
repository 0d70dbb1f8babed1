namespace Purser.Server.Configuration;

/// <summary>One thing wrong with the configuration.</summary>
/// <param name="Key">The key to change, dotted: <c>server.urls</c>; empty when it concerns a whole file.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Origin">Where the value stands.</param>
public sealed record ConfigurationError(string Key, string Message, SettingOrigin Origin)
{
    /// <summary><c>purser.yaml:3: server.urls: …</c></summary>
    public override string ToString() => Key.Length == 0 ? $"{Origin}: {Message}" : $"{Origin}: {Key}: {Message}";
}
