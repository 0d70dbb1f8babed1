using System.Text;
using Purser.Server.Gateway;

namespace Purser.Server.Tests.Gateway;

public sealed class ContentDecoderTests
{
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 300).Select(i => $"data: {{\"n\":{i}}}\n\n")));

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public void Any_split_decodes_to_the_same_bytes(string encoding)
    {
        var encoded = ScriptedUpstream.Encode(Plain, encoding);
        foreach (var piece in (int[])[1, 2, 3, 17, encoded.Length])
        {
            using var decoder = ContentDecoder.For(encoding)!;
            using var target = new PooledBuffer(16);
            foreach (var bytes in encoded.Chunk(piece))
                decoder.Decode(bytes, target, limit: 1_000_000);
            target.Span.SequenceEqual(Plain).ShouldBeTrue($"pieces of {piece}");
        }
    }

    [Fact]
    public void A_limit_stops_a_bomb_early()
    {
        var bomb = ScriptedUpstream.Encode(new byte[10_000_000], "gzip");
        using var decoder = ContentDecoder.For("gzip")!;
        using var target = new PooledBuffer(16);

        decoder.Decode(bomb, target, limit: 100_000);

        decoder.Overflowed.ShouldBeTrue();
        target.Length.ShouldBeLessThan(200_000);
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    [InlineData("")]
    public void An_unknown_encoding_has_no_decoder(string encoding) => ContentDecoder.For(encoding).ShouldBeNull();
}
