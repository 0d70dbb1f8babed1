using System.Collections.Concurrent;
using Purser.Calls;

namespace Purser.Server.Api;

/// <summary>
/// Reservations that no budget matched: nothing is held for them, so only this process knows them until they are settled.
/// Bound: <see cref="CountMax"/>, each kept for <see cref="Lifetime"/>; full-mode: the oldest is forgotten. Thread-safe.
/// </summary>
internal sealed class UnheldReservations(TimeProvider clock)
{
    public const int CountMax = 100_000;
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private readonly ConcurrentDictionary<Guid, CallAdmission> _open = new();
    private readonly ConcurrentQueue<(Guid Id, DateTimeOffset At)> _order = new();

    public void Add(CallAdmission admission)
    {
        _open[admission.RequestId] = admission;
        _order.Enqueue((admission.RequestId, admission.AdmittedAt));
        while (_order.TryPeek(out var oldest) && (_order.Count > CountMax || IsOver(oldest.At)) && _order.TryDequeue(out oldest))
            _open.TryRemove(oldest.Id, out _);
    }

    public CallAdmission? Find(Guid id) => _open.TryGetValue(id, out var admission) && !IsOver(admission.AdmittedAt) ? admission : null;

    public void Remove(Guid id) => _open.TryRemove(id, out _);

    private bool IsOver(DateTimeOffset at) => clock.GetUtcNow() - at >= Lifetime;
}
