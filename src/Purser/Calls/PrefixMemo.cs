namespace Purser.Calls;

/// <summary>
/// Input tokens that providers reported, by the conversation's beginning: what was counted once need not be bounded by its bytes again (budgets R6).
/// Bounds made with it are <c>observed</c>. Holds at most its capacity; the least recently used go first. Thread-safe, in memory only.
/// </summary>
public sealed class PrefixMemo
{
    private readonly Lock gate = new();
    private readonly int capacity;
    private readonly Dictionary<ulong, LinkedListNode<(ulong Key, long Tokens)>> entries = [];
    private readonly LinkedList<(ulong Key, long Tokens)> byUse = [];

    /// <summary>An empty memo.</summary>
    /// <param name="capacity">Conversations at most, 1 to 1,000,000.</param>
    public PrefixMemo(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1_000_000);
        this.capacity = capacity;
    }

    /// <summary>Conversations remembered now.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return entries.Count;
        }
    }

    /// <summary>Remembers what the provider reported for all messages of a body.</summary>
    /// <param name="chain">The body's prefixes.</param>
    /// <param name="inputTokens">All input tokens, cached ones too; 0 and less teach nothing.</param>
    public void Learn(PrefixChain chain, long inputTokens)
    {
        if (inputTokens <= 0)
            return;
        lock (gate)
        {
            if (entries.Remove(chain.Last, out var present))
                byUse.Remove(present);
            else if (entries.Count >= capacity)
                RemoveOldest_NeedsLock();
            entries[chain.Last] = byUse.AddFirst((chain.Last, inputTokens));
        }
    }

    /// <summary>The tokens of the longest remembered prefix, and the bytes behind it; null when none is remembered.</summary>
    public (long Tokens, long SuffixBytes)? Find(PrefixChain chain)
    {
        lock (gate)
        {
            foreach (var (key, suffixBytes) in chain.LongestFirst())
            {
                if (!entries.TryGetValue(key, out var node))
                    continue;
                byUse.Remove(node);
                byUse.AddFirst(node);
                return (node.Value.Tokens, suffixBytes);
            }
        }
        return null;
    }

    private void RemoveOldest_NeedsLock()
    {
        entries.Remove(byUse.Last!.Value.Key);
        byUse.RemoveLast();
    }
}
