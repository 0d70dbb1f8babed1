using System.Text.Json;
using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>What a hold entry keeps in its data, so that a restarted engine can settle, expire and explain it.</summary>
internal sealed record HoldData
{
    /// <summary>Who called what.</summary>
    public required CallAttributes Attributes { get; init; }

    public required UsageSource Source { get; init; }

    /// <summary>Unit and mode of each of the entry's changes, in their order: <c>usd strict</c>.</summary>
    public required IReadOnlyList<string> Legs { get; init; }

    public required Amounts Hold { get; init; }

    public Amounts? AtExpiry { get; init; }

    public long OutputBound { get; init; }

    /// <summary>What the caller put on the hold.</summary>
    public JsonElement? Call { get; init; }
}
