namespace Purser.Tokens.Streams;

/// <summary>Anthropic's <c>content_block_delta</c>: most of a stream's events, never with usage.</summary>
internal static class BlockDelta
{
    /// <summary>The part of a delta that is no content in any of its forms: what is left is an upper bound of what the model wrote.</summary>
    private static readonly int Envelope = "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{}}".Length;

    private static readonly int TextEnvelope = "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"\"}}".Length;

    public static ReadOnlySpan<byte> EventName => "content_block_delta"u8;

    /// <summary>How a delta begins where the event has no name.</summary>
    public static ReadOnlySpan<byte> Prefix => "{\"type\":\"content_block_delta\","u8;

    /// <summary>Prefix of a whole delta on the wire, as Anthropic writes it.</summary>
    public static ReadOnlySpan<byte> WirePrefix => "event: content_block_delta\ndata: "u8;

    private static ReadOnlySpan<byte> IndexedPrefix => "{\"type\":\"content_block_delta\",\"index\":"u8;

    private static ReadOnlySpan<byte> TextPrefix => ",\"delta\":{\"type\":\"text_delta\",\"text\":\""u8;

    public static int OutputBytes(ReadOnlySpan<byte> data)
    {
        if (!data.StartsWith(IndexedPrefix))
            return data.Length;
        var afterDigit = data[IndexedPrefix.Length..];
        var isText = afterDigit.Length > 0 && afterDigit[1..].StartsWith(TextPrefix) && data.EndsWith("\"}}"u8);
        return Math.Max(0, data.Length - (isText ? TextEnvelope : Envelope));
    }
}
