using Purser.Ledger;
using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Testing;

/// <summary>Readable ledger data for tests.</summary>
public static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static Guid Id(DateTimeOffset? at = null) => Guid.CreateVersion7(at ?? Noon);

    public static BudgetInstance Instance(string budget = "team", string key = "total", DateTimeOffset? resetsAt = null) =>
        new(budget, key, resetsAt is null ? null : Noon, resetsAt, new Dictionary<string, string> { ["user"] = "alice" });

    public static LedgerEntry Entry(EntryKind kind, Guid? request = null, params BalanceChange[] changes) => new()
    {
        Id = Id(),
        Kind = kind,
        At = Noon,
        RequestId = request,
        Changes = changes,
        ExpiresAt = kind is EntryKind.Hold ? Noon.AddMinutes(15) : null,
        ClosesHold = kind is EntryKind.Settle or EntryKind.Release or EntryKind.Expire,
    };

    public static LedgerEntry Hold(Guid request, BudgetInstance instance, long amount) =>
        Entry(EntryKind.Hold, request, new BalanceChange(instance, new Balance(0, amount, 0, 0)));

    public static LedgerEntry Settle(Guid request, BudgetInstance instance, long held, long actual) =>
        Entry(EntryKind.Settle, request, new BalanceChange(instance, new Balance(actual, -held, 0, 0)));

    public static UsageEvent Event(DateTimeOffset? at = null, string? user = "alice", string model = "gpt-4o") => new()
    {
        Id = Id(at),
        RequestId = Id(at),
        AdmittedAt = at ?? Noon,
        CompletedAt = (at ?? Noon).AddSeconds(1),
        Attributes = new CallAttributes { User = user, Provider = "openai", Model = model, Agent = "scout", Session = "s-1" },
        Status = EventStatus.Ok,
        Usage = new TokenUsage { InputUncached = 100, CacheRead = 10, OutputText = 20, OutputReasoning = 5 },
        Cost = new NanoUsd(1_000_001),
        Charged = new NanoUsd(1_000_001),
        Duration = TimeSpan.FromMilliseconds(1000),
        Source = UsageSource.Gateway,
        Enforced = true,
    };

    public static LedgerBatch Batch(params LedgerEntry[] entries) => new() { Entries = entries };

    public static LedgerBatch Batch(params UsageEvent[] events) => new() { Usage = events, Spoolable = true };
}
