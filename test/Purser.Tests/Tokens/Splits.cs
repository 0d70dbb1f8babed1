namespace Purser.Tests.Tokens;

/// <summary>Ways to cut bytes into the pieces that a network may deliver.</summary>
internal static class Splits
{
    public static IEnumerable<byte[]> Random(byte[] bytes, Random random)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - at, random.Next(1, 40));
            yield return bytes[at..(at + length)];
            at += length;
        }
    }
}
