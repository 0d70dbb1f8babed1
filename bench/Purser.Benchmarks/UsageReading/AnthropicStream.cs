using System.Text;

namespace Purser.Benchmarks.UsageReading;

/// <summary>A Messages stream as Anthropic sends it: start, text deltas, cumulative usage near the end, stop.</summary>
internal static class AnthropicStream
{
    /// <summary>Uncached input, cache reads and output; the provider states no reasoning apart.</summary>
    public static readonly Counts Stated = new(2_095, 18_400, 503, 0);

    public static byte[] Create(int events)
    {
        var text = new StringBuilder();
        Add(text, "message_start", """{"type":"message_start","message":{"id":"msg_01A","type":"message","role":"assistant","model":"claude-opus-4-6","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":2095,"cache_creation_input_tokens":0,"cache_read_input_tokens":18400,"output_tokens":1,"service_tier":"standard"}}}""");
        Add(text, "content_block_start", """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""");
        Add(text, "ping", """{"type":"ping"}""");
        for (var i = 0; i < events - 6; i++)
            Add(text, "content_block_delta", "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" some words of answer " + i + "\"}}");
        Add(text, "content_block_stop", """{"type":"content_block_stop","index":0}""");
        Add(text, "message_delta", """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"input_tokens":2095,"cache_creation_input_tokens":0,"cache_read_input_tokens":18400,"output_tokens":503}}""");
        Add(text, "message_stop", """{"type":"message_stop"}""");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Add(StringBuilder text, string name, string data) => text.Append("event: ").Append(name).Append("\ndata: ").Append(data).Append("\n\n");
}
