namespace Purser.Dialects.Requests;

/// <summary>What the content of a request adds up to while it is scanned.</summary>
internal sealed class ContentFacts
{
    public long BinaryBytes { get; private set; }

    public int Images { get; private set; }

    public int MediaItems { get; private set; }

    public bool Audio { get; set; }

    public bool WritesCache { get; set; }

    public int Tools { get; set; }

    public int ServerToolUses { get; private set; }

    public string? Unboundable { get; private set; }

    /// <summary>The first reason is kept.</summary>
    public void CannotBound(string reason) => Unboundable ??= reason;

    /// <summary>Adds inline content by its media type; the slash is not looked at, for JSON may escape it.</summary>
    public void AddInline(ReadOnlySpan<byte> mediaType, int bytes)
    {
        BinaryBytes += bytes;
        MediaItems++;
        if (mediaType.StartsWith("image"u8))
            Images++;
        else if (mediaType.StartsWith("audio"u8))
            Audio = true;
    }

    /// <summary>A link: inline data is measured; anything else is fetched by the provider and has no bound.</summary>
    public void AddUrl(ReadOnlySpan<byte> url, string name)
    {
        if (url.StartsWith("data:"u8))
            AddInline(url["data:"u8.Length..], url.Length);
        else
            CannotBound(name);
    }

    /// <summary>A server tool that says how often it may run; more than the provider can mean is as good as unbounded.</summary>
    public void AddServerTool(long? maxUses, string name)
    {
        if (maxUses is null or < 0 or > 1000)
            CannotBound($"server_tool:{name}");
        else
            ServerToolUses = checked(ServerToolUses + (int)maxUses.Value);
    }
}
