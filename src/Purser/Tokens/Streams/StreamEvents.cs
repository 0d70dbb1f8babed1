using System.Text;
using Purser.Dialects;
using Purser.Tokens.Documents;
using Purser.Tokens.Mapping;

namespace Purser.Tokens.Streams;

/// <summary>What the events of one stream said so far. Counts merge by maximum and nulls erase nothing (budgets R38). Not thread-safe.</summary>
internal sealed class StreamEvents
{
    private readonly Dialect _dialect;
    private readonly DialectPlan _plan;
    private readonly UsageDocument _event;
    private readonly UsageDocument _merged;
    private readonly ResponseFacts _facts = new();
    private readonly bool _hasBlockDeltas;
    private bool _usageChunk;
    private int _read;
    private int _malformed;

    public StreamEvents(Dialect dialect)
    {
        _dialect = dialect;
        _plan = DialectPlan.Of(dialect);
        _event = new UsageDocument(_plan);
        _merged = new UsageDocument(_plan);
        _hasBlockDeltas = dialect.TerminalEvents.Contains("message_stop");
    }

    public bool SawTerminal { get; private set; }

    public bool HasError { get; private set; }

    public long OutputBytes { get; private set; }

    /// <summary>Whether events of this dialect may be Anthropic's deltas, which carry no usage and are only measured.</summary>
    public bool HasBlockDeltas => _hasBlockDeltas;

    /// <summary>An event that was too long, cut or garbled.</summary>
    public void SkipMalformed(long bytes)
    {
        _malformed++;
        OutputBytes += bytes;
    }

    /// <summary>A delta of Anthropic's: measured, not parsed.</summary>
    public void OnBlockDelta(ReadOnlySpan<byte> data)
    {
        OutputBytes += BlockDelta.OutputBytes(data);
        _read++;
    }

    public void OnEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, bool cut = false)
    {
        data = data.Trim(" \t\r\n"u8);
        if (data.IsEmpty)
            return;
        if (_hasBlockDeltas && (name.IsEmpty ? data.StartsWith(BlockDelta.Prefix) : name.SequenceEqual(BlockDelta.EventName)))
            OnBlockDelta(data);
        else if (data.SequenceEqual("[DONE]"u8))
            SawTerminal = true;
        else if (!TryRead(name, data) && !cut)
            SkipMalformed(data.Length);
    }

    private bool TryRead(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        _event.Clear();
        var walker = new DocumentWalker(data, _event);
        if (!walker.TryWalk())
            return false;
        _read++;
        OutputBytes += walker.OutputBytes;
        _facts.Absorb(_event, data);
        _merged.Merge(_event);
        _usageChunk |= _facts.NoChoices && _event.HasCounts;
        HasError |= _facts.Error || name.SequenceEqual("error"u8) || name.EndsWith("Exception"u8);
        SawTerminal |= IsTerminal(name) || (_dialect.TerminalEvents.Count == 0 && _facts.Finished);
        return true;
    }

    private bool IsTerminal(ReadOnlySpan<byte> name)
    {
        foreach (var terminal in _dialect.TerminalEvents)
        {
            if (_facts.Type == terminal || (name.Length == terminal.Length && Encoding.UTF8.GetString(name) == terminal))
                return true;
        }

        return false;
    }

    /// <summary>The reading of what has arrived; <paramref name="whole"/>: the framing itself says that nothing is missing.</summary>
    public UsageReading Complete(bool whole, IReadOnlyDictionary<string, string>? headers, string? model)
    {
        var flags = _malformed > 0 ? UsageFlags.MalformedEvent : UsageFlags.None;
        if (!UsageMapper.TryMap(_merged, _facts, model, out var mapped))
            return WithoutUsage(headers, flags);
        var reading = Readings.Metered(_dialect, mapped, _facts);
        if (!IsFinal(whole))
            flags |= HasError ? UsageFlags.ProviderError : UsageFlags.StreamTruncated;
        var cut = (flags & (UsageFlags.ProviderError | UsageFlags.StreamTruncated)) != UsageFlags.None;
        return reading with { Flags = reading.Flags | flags, Status = cut ? UsageStatus.Partial : reading.Status };
    }

    // A usage chunk without choices, or a finish reason, is the last word on usage even when the end marker itself was lost.
    private bool IsFinal(bool whole) =>
        whole || SawTerminal || _usageChunk || _facts.Finished || (_dialect.TerminalEvents.Count == 0 && _dialect.FinishPaths.Count == 0);

    private UsageReading WithoutUsage(IReadOnlyDictionary<string, string>? headers, UsageFlags flags)
    {
        if (HasError)
            return Readings.Failed(_dialect, UsageError.ProviderError, _facts, flags);
        if (Readings.FromHeaders(_dialect, headers, _facts) is { } reading)
            return reading with { Flags = reading.Flags | flags };
        var nothingRead = _malformed > 0 && _read == 0 && !SawTerminal;
        return Readings.Failed(_dialect, nothingRead ? UsageError.MalformedJson : UsageError.UsageMissing, _facts, flags);
    }
}
