namespace Purser.Budgets;

/// <summary>
/// Open reservations, and the latest closed ones for repeats (budgets R36). Bound of the closed: <see cref="ClosedBound"/>; full-mode: the oldest goes, and is
/// found in the store from then on. Guarded by the engine's lock.
/// </summary>
internal sealed class ReservationTable
{
    public const int ClosedBound = 10_000;

    private readonly Dictionary<Guid, Reservation> _all = [];
    private readonly Queue<Guid> _closed = new();

    public int OpenCount => _all.Count - _closed.Count;

    public IEnumerable<Reservation> Open => _all.Values.Where(static r => r.Closed is null);

    public Reservation? Find(Guid id) => _all.GetValueOrDefault(id);

    public void Add(Reservation reservation) => _all.Add(reservation.RequestId, reservation);

    public void Remove(Reservation reservation) => _all.Remove(reservation.RequestId);

    public void Close(Reservation reservation, Ledger.EntryKind how)
    {
        reservation.Closed = how;
        if (_closed.Count >= ClosedBound)
            _all.Remove(_closed.Dequeue());
        _closed.Enqueue(reservation.RequestId);
    }
}
