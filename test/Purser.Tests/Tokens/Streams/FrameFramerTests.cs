using System.Buffers.Binary;
using System.Text;
using Purser.Dialects;
using Purser.Tokens;
using Purser.Tokens.Streams;

namespace Purser.Tests.Tokens.Streams;

public sealed class FrameFramerTests
{
    [Fact]
    public void Converse_frames_are_read_byte_by_byte()
    {
        byte[] stream =
        [
            .. Frame("contentBlockDelta", """{"contentBlockIndex":0,"delta":{"text":"hi"}}"""),
            .. Frame("metadata", """{"usage":{"inputTokens":3,"outputTokens":4,"totalTokens":7},"metrics":{"latencyMs":5}}"""),
        ];
        var reader = new UsageStreamReader(Dialect.Get("bedrock-converse"));

        foreach (var b in stream)
            reader.Feed([b]);

        reader.SawTerminal.ShouldBeTrue();
        reader.ReceivedOutputBytes.ShouldBe(2);
        reader.Complete().Usage.ShouldBe(new TokenUsage { InputUncached = 3, OutputText = 4 });
    }

    [Fact]
    public void Invoke_chunks_are_unwrapped()
    {
        var reader = new UsageStreamReader(Dialect.Get("bedrock-invoke"));
        foreach (var json in new[]
        {
            """{"type":"message_start","message":{"model":"claude-haiku-4-5","usage":{"input_tokens":9,"output_tokens":1}}}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":6}}""",
            """{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":9,"outputTokenCount":6}}""",
        })
            reader.Feed(Frame("chunk", $$"""{"bytes":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(json))}}","p":"abc"}"""));

        var reading = reader.Complete();
        reading.Usage.ShouldBe(new TokenUsage { InputUncached = 9, OutputText = 6 });
        reading.Model.ShouldBe("claude-haiku-4-5");
    }

    [Fact]
    public void Frame_with_a_wrong_checksum_ends_the_reading_with_a_flag()
    {
        var frame = Frame("metadata", """{"usage":{"inputTokens":3,"outputTokens":4}}""");
        frame[9] ^= 1;
        var reader = new UsageStreamReader(Dialect.Get("bedrock-converse"));

        reader.Feed(frame);

        var reading = reader.Complete();
        reading.Usage.ShouldBeNull();
        reading.Flags.ShouldBe(UsageFlags.MalformedEvent);
    }

    [Fact]
    public void Exception_frame_is_a_provider_error()
    {
        var reader = new UsageStreamReader(Dialect.Get("bedrock-converse"));

        reader.Feed(Frame("throttlingException", """{"message":"Too many requests"}""", ":exception-type"));

        reader.Complete().Error.ShouldBe(UsageError.ProviderError);
    }

    private static byte[] Frame(string type, string payload, string header = ":event-type")
    {
        byte[] headers = [(byte)header.Length, .. Encoding.UTF8.GetBytes(header), 7, 0, (byte)type.Length, .. Encoding.UTF8.GetBytes(type)];
        var body = Encoding.UTF8.GetBytes(payload);
        var frame = new byte[12 + headers.Length + body.Length + 4];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), headers.Length);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(8), Crc32.Of(frame.AsSpan(0, 8)));
        headers.CopyTo(frame, 12);
        body.CopyTo(frame, 12 + headers.Length);
        return frame;
    }
}
