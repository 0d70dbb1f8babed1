namespace Purser.Server.Gateway;

/// <summary>The query of a request, forwarded as it was written.</summary>
internal static class UpstreamQuery
{
    /// <summary>Takes out every <c>key=…</c>, which is where Gemini clients put their credential; the rest stays as written.</summary>
    /// <param name="query">With its question mark, or empty.</param>
    public static string WithoutKey(string query)
    {
        if (query.IndexOf("key", StringComparison.OrdinalIgnoreCase) < 0 && !query.Contains('%', StringComparison.Ordinal))
            return query;
        var kept = query[1..].Split('&').Where(part => !IsKey(part)).ToArray();
        return kept.Length == 0 ? "" : "?" + string.Join('&', kept);
    }

    private static bool IsKey(string part)
    {
        var name = part.Split('=')[0];
        return Uri.UnescapeDataString(name).Equals("key", StringComparison.OrdinalIgnoreCase);
    }
}
