using System.Numerics;

namespace Purser.Ledger.Reports;

/// <summary>
/// Counts of calls by the binary magnitude of their tokens and of their duration in milliseconds: bin 0 holds zero, bin n holds [2^(n-1), 2^n).
/// Signed, so that a reversal takes its call out again. Used by one thread.
/// </summary>
internal sealed class UsageHistograms
{
    private const int Bins = 64;

    private readonly long[] _counts = new long[2 * Bins];

    public static UsageHistograms Read(ReadOnlySpan<byte> blob)
    {
        var histograms = new UsageHistograms();
        while (blob.Length > 0)
        {
            var bin = blob[0];
            blob = blob[1..];
            histograms._counts[bin] = ReadVarint(ref blob);
        }

        return histograms;
    }

    public void Add(UsageEvent e)
    {
        if (e.Usage is { } usage)
            _counts[Bin(usage.Total)] += e.Sign;
        if (e.Duration is { } duration)
            _counts[Bins + Bin((long)duration.TotalMilliseconds)] += e.Sign;
    }

    public void Add(UsageHistograms other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
    }

    /// <summary>Calls whose tokens lie in [2^(bin-1), 2^bin).</summary>
    public long Tokens(int bin) => _counts[bin];

    /// <summary>Calls whose duration in milliseconds lies in [2^(bin-1), 2^bin).</summary>
    public long Duration(int bin) => _counts[Bins + bin];

    /// <summary>Sparse: a byte for the bin and a zigzag varint for its count.</summary>
    public int Write(Span<byte> blob)
    {
        var at = 0;
        for (var bin = 0; bin < _counts.Length; bin++)
        {
            if (_counts[bin] == 0)
                continue;
            blob[at++] = (byte)bin;
            for (var rest = unchecked((ulong)((_counts[bin] << 1) ^ (_counts[bin] >> 63))); ; rest >>= 7)
            {
                blob[at++] = (byte)((rest & 0x7f) | (rest >= 0x80 ? 0x80u : 0));
                if (rest < 0x80)
                    break;
            }
        }

        return at;
    }

    /// <summary>Largest size of <see cref="Write"/>.</summary>
    public const int MaxSize = 2 * Bins * 11;

    private static int Bin(long value) => value <= 0 ? 0 : Bins - BitOperations.LeadingZeroCount((ulong)value);

    private static long ReadVarint(ref ReadOnlySpan<byte> blob)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = blob[0];
            blob = blob[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return unchecked((long)(value >> 1) ^ -(long)(value & 1));
        }
    }
}
