using Purser.Dialects;
using Purser.Tokens.Documents;
using Purser.Tokens.Mapping;

namespace Purser.Tokens.Transcripts;

/// <summary>
/// Claude Code: one response stands in several lines with growing output; the largest counts. A side conversation that replays a
/// message under another request id is not a call of its own (providers 1.7).
/// </summary>
internal sealed class ClaudeCodeFold(Dialect dialect) : ITranscriptFold
{
    private const string SyntheticModel = "<synthetic>";
    private readonly List<Entry?> _entries = [];
    private readonly Dictionary<string, List<Entry>> _byMessage = new(StringComparer.Ordinal);

    public IReadOnlyList<TranscriptRequest> Requests => [.. _entries.OfType<Entry>().Select(e => e.Request)];

    public void BeginFile()
    {
        // Requests are known by their ids across files: nothing belongs to one file alone.
    }

    public void Add(UsageDocument line, ResponseFacts facts)
    {
        if (facts.Model == SyntheticModel || !UsageMapper.TryMap(line, facts, null, out var mapped))
            return;
        var request = new TranscriptRequest
        {
            Reading = Readings.Metered(dialect, mapped, facts),
            Timestamp = facts.Timestamp,
            SessionId = facts.SessionId,
            RequestId = facts.RequestId,
            MessageId = facts.Id,
            Key = facts.Id is null ? null : $"{facts.Id}/{facts.RequestId}",
        };
        if (facts.Id is { } message)
            Fold(message, new Entry(request, facts.IsSidechain, _entries.Count));
        else
            _entries.Add(new Entry(request, facts.IsSidechain, _entries.Count));
    }

    private void Fold(string message, Entry entry)
    {
        if (!_byMessage.TryGetValue(message, out var known))
            _byMessage[message] = known = [];
        if (known.Find(k => IsSameRequest(k, entry)) is { } same)
        {
            same.KeepLarger(entry.Request);
            same.IsSidechain &= entry.IsSidechain;
            return;
        }

        if (entry.IsSidechain && known.Count > 0)
            return;
        foreach (var replay in known.Where(k => k.IsSidechain))
            _entries[replay.Index] = null;
        known.RemoveAll(k => k.IsSidechain);
        known.Add(entry);
        _entries.Add(entry);
    }

    // A gateway may leave out the request id: then the message id alone is the key.
    private static bool IsSameRequest(Entry known, Entry entry) =>
        known.Request.RequestId is not { } a || entry.Request.RequestId is not { } b || a == b;

    private sealed class Entry(TranscriptRequest request, bool isSidechain, int index)
    {
        public TranscriptRequest Request { get; private set; } = request;

        public bool IsSidechain { get; set; } = isSidechain;

        public int Index { get; } = index;

        public void KeepLarger(TranscriptRequest other)
        {
            if (other.Reading.Usage!.Value.Total > Request.Reading.Usage!.Value.Total)
                Request = other;
        }
    }
}
