using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Purser.Dialects;

namespace Purser.Calls;

/// <summary>
/// The beginnings of one body, one for each of its last messages: a 64-bit key over every byte from the start, the provider and the model.
/// The keys are cut from SHA-256, so that no caller can make one conversation pass for another.
/// </summary>
public sealed class PrefixChain
{
    private readonly (ulong Key, int End)[] links;
    private readonly int bodyBytes;

    private PrefixChain((ulong, int)[] links, int bodyBytes)
    {
        this.links = links;
        this.bodyBytes = bodyBytes;
    }

    /// <summary>The longest prefix's key: all messages of this body.</summary>
    internal ulong Last => links[^1].Key;

    /// <summary>Prefixes, longest first, each with the count of bytes behind it.</summary>
    internal IEnumerable<(ulong Key, int SuffixBytes)> LongestFirst()
    {
        for (var i = links.Length - 1; i >= 0; i--)
            yield return (links[i].Key, bodyBytes - links[i].End);
    }

    /// <summary>The chain of a body; null when it has no messages, or media, whose tokens its bytes do not bound.</summary>
    public static PrefixChain? Of(ReadOnlySpan<byte> body, RequestFacts facts, string provider, string model)
    {
        if (facts.Layout is not { MessageEnds.Count: > 0 } layout || facts.MediaItems > 0 || facts.ServerToolUses > 0)
            return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{provider}\n{model}\n"));
        var chain = new (ulong, int)[layout.MessageEnds.Count];
        var (at, index) = (0, 0);
        Span<byte> digest = stackalloc byte[32];
        foreach (var end in layout.MessageEnds)
        {
            hash.AppendData(body[at..end]);
            hash.GetCurrentHash(digest);
            chain[index++] = (BinaryPrimitives.ReadUInt64LittleEndian(digest), end);
            at = end;
        }
        return new PrefixChain(chain, body.Length);
    }
}
