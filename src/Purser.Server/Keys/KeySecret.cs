using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Purser.Server.Keys;

/// <summary>The text of a virtual key: <c>pk-purser-ID-SECRET</c>, of which SECRET is 256 random bits in base64url.</summary>
internal static class KeySecret
{
    public const string Prefix = "pk-purser-";
    public const int IdLength = 12;

    /// <summary>Longest text that is looked at; anything longer cannot be one of ours.</summary>
    public const int LengthMax = 128;

    private const int SecretBytes = 32;

    public static (string Id, string Text) Create()
    {
        var id = RandomNumberGenerator.GetHexString(IdLength, lowercase: true);
        return (id, $"{Prefix}{id}-{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}");
    }

    /// <summary>Whether the text claims to be one of ours; provider keys do not.</summary>
    public static bool IsOurs(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The public id in the text; null when the text is not shaped like a key.</summary>
    public static string? IdOf(string text)
    {
        if (!IsOurs(text) || text.Length > LengthMax || text.Length <= Prefix.Length + IdLength + 1 || text[Prefix.Length + IdLength] != '-')
            return null;
        return text.Substring(Prefix.Length, IdLength);
    }

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Compares hashes in a time that does not depend on where they differ.</summary>
    public static bool HashEquals(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(left), Encoding.ASCII.GetBytes(right));
}
