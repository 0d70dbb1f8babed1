namespace Purser.Ledger.Memory;

/// <summary>Records in order, found by id and request, up to a limit. Bound: the limit; full-mode: the oldest that may go is dropped and counted.</summary>
internal sealed class MemoryDetail<T>(int limit, Func<T, Guid?> requestOf) where T : class
{
    private readonly LinkedList<(Guid Id, T Record)> _records = [];
    private readonly HashSet<Guid> _ids = [];
    private readonly Dictionary<Guid, List<T>> _byRequest = [];

    public long Dropped { get; private set; }

    public bool Contains(Guid id) => _ids.Contains(id);

    public IReadOnlyList<T> Of(Guid request) => _byRequest.GetValueOrDefault(request) ?? [];

    public IEnumerable<T> Newest()
    {
        for (var node = _records.Last; node is not null; node = node.Previous)
            yield return node.Value.Record;
    }

    public void Add(Guid id, T record)
    {
        _records.AddLast((id, record));
        _ids.Add(id);
        if (requestOf(record) is not { } request)
            return;
        if (!_byRequest.TryGetValue(request, out var list))
            _byRequest.Add(request, list = new(2));
        list.Add(record);
    }

    /// <summary>Drops the oldest beyond the limit, but for those that must stay.</summary>
    public void Trim(Func<T, bool> stays, Action<T> dropped)
    {
        var node = _records.First;
        while (_records.Count > limit && node is not null)
        {
            var next = node.Next;
            if (!stays(node.Value.Record))
            {
                Unlink(node, dropped);
                Dropped++;
            }

            node = next;
        }
    }

    /// <summary>Removes what is told and returns how many.</summary>
    public long Remove(Func<T, bool> goes, Action<T> removed)
    {
        var count = 0L;
        for (var node = _records.First; node is not null;)
        {
            var next = node.Next;
            if (goes(node.Value.Record))
            {
                Unlink(node, removed);
                count++;
            }

            node = next;
        }

        return count;
    }

    private void Unlink(LinkedListNode<(Guid Id, T Record)> node, Action<T> removed)
    {
        var (id, record) = node.Value;
        _records.Remove(node);
        _ids.Remove(id);
        if (requestOf(record) is { } request && _byRequest.TryGetValue(request, out var list))
        {
            list.Remove(record);
            if (list.Count == 0)
                _byRequest.Remove(request);
        }

        removed(record);
    }
}
