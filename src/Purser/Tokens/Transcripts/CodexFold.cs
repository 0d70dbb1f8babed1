using Purser.Dialects;
using Purser.Tokens.Documents;
using Purser.Tokens.Mapping;

namespace Purser.Tokens.Transcripts;

/// <summary>
/// Codex CLI: requests are the differences of a cumulative counter, which is shown again without change, falls back at a reset, and is
/// replayed as a burst in the first second of a forked session (providers 1.7).
/// </summary>
internal sealed class CodexFold(Dialect dialect) : ITranscriptFold
{
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(1);
    private readonly List<TranscriptRequest> _requests = [];
    private readonly HashSet<(CodexCounter, CodexCounter?)> _known = [];
    private readonly List<TranscriptRequest> _openingBurst = [];
    private string? _model;
    private string? _session;
    private DateTimeOffset? _start;
    private CodexCounter? _total;
    private bool _fork;
    private bool _opening = true;

    public IReadOnlyList<TranscriptRequest> Requests => [.. _openingBurst.Count > 0 && !_fork ? _requests.Concat(_openingBurst) : _requests];

    public void BeginFile()
    {
        CloseOpening(laterRows: false);
        _model = _session = null;
        _start = null;
        _total = null;
        _fork = false;
        _opening = true;
    }

    public void Add(UsageDocument line, ResponseFacts facts)
    {
        _start ??= facts.Timestamp;
        if (facts.Type == "session_meta")
            _session = facts.SessionId ?? _session;
        _fork |= facts.IsFork;
        if (facts.Type == "turn_context")
            _model = facts.Model ?? _model;
        var locations = line.Plan.Locations;
        var last = CodexCounter.Read(new LocationCounts(line, locations[0]));
        var total = CodexCounter.Read(new LocationCounts(line, locations[1]));
        if (facts.Type != "event_msg" || (total ?? last) is null)
            return;
        if (Turn(last, total) is { } turn && (total is not { } counter || _known.Add((counter, last))))
            Keep(Request(turn, facts, total), facts.Timestamp);
    }

    // Null: the counter did not move.
    private CodexCounter? Turn(CodexCounter? last, CodexCounter? total)
    {
        if (total is not { } now)
            return last;
        var before = _total ?? default;
        _total = now;
        if (now == before)
            return null;
        return now.IsBelow(before) ? last ?? now : now - before;
    }

    private void Keep(TranscriptRequest request, DateTimeOffset? at)
    {
        _opening &= at is not null && at - _start < Burst;
        if (_opening)
        {
            _openingBurst.Add(request);
            return;
        }

        CloseOpening(laterRows: true);
        _requests.Add(request);
    }

    // Two calls cannot end within the first second of a session: what stands there is the parent's history. One row alone may be a real call.
    private void CloseOpening(bool laterRows)
    {
        var replay = _fork || (laterRows && _openingBurst.Count > 1);
        if (!replay)
            _requests.AddRange(_openingBurst);
        _openingBurst.Clear();
    }

    private TranscriptRequest Request(CodexCounter turn, ResponseFacts facts, CodexCounter? total) => new()
    {
        Reading = turn.ToReading(dialect, _model),
        Timestamp = facts.Timestamp,
        SessionId = _session,
        Key = total is { } t ? $"codex/{_session}/{t.Input}/{t.Cached}/{t.Output}/{t.Reasoning}/{t.Total}" : null,
    };
}
