namespace Purser.Budgets;

/// <summary>One window: from <paramref name="Start"/> inclusive to <paramref name="End"/> exclusive, UTC. No end: it never resets, or is not yet known to.</summary>
internal readonly record struct WindowSpan(DateTimeOffset? Start, DateTimeOffset? End)
{
    public bool Contains(DateTimeOffset at) => (Start is null || at >= Start) && (End is null || at < End);
}
