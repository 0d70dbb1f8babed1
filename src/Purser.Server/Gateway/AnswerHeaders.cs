namespace Purser.Server.Gateway;

/// <summary>Reads an answer's headers as they were sent: the client's typed properties would parse them, and hand on a spelling of their own.</summary>
internal static class AnswerHeaders
{
    /// <summary>The media type without parameters; null: none is stated.</summary>
    public static string? MediaType(HttpResponseMessage answer)
    {
        if (!answer.Content.Headers.NonValidated.TryGetValues("Content-Type", out var values))
            return null;
        var text = values.ToString();
        var parameters = text.IndexOf(';', StringComparison.Ordinal);
        return (parameters < 0 ? text : text[..parameters]).Trim().ToLowerInvariant();
    }

    /// <summary>The content encoding, empty when there is none; a list of several as it is written.</summary>
    public static string Encoding(HttpResponseMessage answer)
    {
        if (!answer.Content.Headers.NonValidated.TryGetValues("Content-Encoding", out var values))
            return "";
        var text = values.ToString().Trim();
        return text.Equals("identity", StringComparison.OrdinalIgnoreCase) ? "" : text;
    }
}
