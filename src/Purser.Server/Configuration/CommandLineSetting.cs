namespace Purser.Server.Configuration;

/// <summary>One option given on the command line.</summary>
/// <param name="Key">Dotted: <c>server.urls</c>.</param>
/// <param name="Value">Its text.</param>
/// <param name="Flag">As the user typed it: <c>--urls</c>.</param>
public sealed record CommandLineSetting(string Key, string Value, string Flag)
{
    /// <summary><c>--upstream name=URL</c>.</summary>
    /// <exception cref="FormatException">There is no name or no URL.</exception>
    public static CommandLineSetting Upstream(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cut = text.IndexOf('=');
        if (cut <= 0 || cut == text.Length - 1 || text[..cut].Contains('.'))
            throw new FormatException($"'{text}' is no upstream; write for example --upstream groq=https://api.groq.com/openai/v1.");
        return new($"gateway.upstreams.{text[..cut].ToLowerInvariant()}.url", text[(cut + 1)..], "--upstream");
    }
}
