namespace Purser.Server.Gateway;

/// <summary>Whose paths, credentials and errors an upstream speaks.</summary>
public enum ApiFamily
{
    /// <summary>OpenAI and everything compatible with it.</summary>
    OpenAi,

    /// <summary>Anthropic.</summary>
    Anthropic,

    /// <summary>Google Gemini.</summary>
    Gemini,
}
