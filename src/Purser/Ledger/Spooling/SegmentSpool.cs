using System.Globalization;

namespace Purser.Ledger.Spooling;

/// <summary>
/// A bounded first-in-first-out of byte records in append-only segment files, the form of every spool and journal (design 5).
/// Each record is framed by length and CRC-32C; a torn tail ends its segment and costs only the record that was being written.
/// Reading deletes nothing: <see cref="Remove"/> drops a segment once its records are safe elsewhere, so a crash in between delivers twice,
/// and the receiver skips what it has. Thread-safe.
/// </summary>
public sealed class SegmentSpool : IDisposable
{
    private const string Kept = ".seg";
    private const string Rejected = ".rejected";

    private readonly SegmentSpoolOptions _options;
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, long> _segments = [];
    private FileStream? _tail;
    private long _next;

    /// <summary>Opens the directory and finds the segments that an earlier process left.</summary>
    /// <exception cref="IOException">The directory cannot be used.</exception>
    public SegmentSpool(SegmentSpoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        Directory.CreateDirectory(options.Directory);
        foreach (var file in new DirectoryInfo(options.Directory).EnumerateFiles())
        {
            if (file.Extension is not (Kept or Rejected) || !long.TryParse(Path.GetFileNameWithoutExtension(file.Name), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                continue;
            // A number that was set aside is not used again: the next file set aside would replace it.
            _next = Math.Max(_next, number + 1);
            if (file.Extension == Kept)
                _segments[number] = file.Length;
        }
    }

    /// <summary>Bytes of all segments.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _segments.Values.Sum();
        }
    }

    /// <summary>Whether there is nothing to replay.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return _segments.Count == 0;
        }
    }

    /// <summary>Records refused since the start, because the spool was full or its own disk failed.</summary>
    public long Refused { get; private set; }

    /// <summary>Records kept since the start.</summary>
    public long Appended { get; private set; }

    /// <summary>Keeps a record; false when it was refused, which is counted and must be reported.</summary>
    public bool TryAppend(ReadOnlySpan<byte> record)
    {
        lock (_gate)
        {
            var kept = Bytes + record.Length + Frame.HeaderSize <= _options.MaxTotalBytes && TryWrite_NeedsLock(record);
            if (kept)
                Appended++;
            else
                Refused++;
            return kept;
        }
    }

    /// <summary>The oldest segment's whole records, in order; null when the spool is empty. What is appended later goes to another segment.</summary>
    public SpoolSegment? Oldest()
    {
        lock (_gate)
        {
            if (_segments.Count == 0)
                return null;
            var number = _segments.Keys.First();
            if (_tail is not null && number == _next - 1)
                CloseTail_NeedsLock();
            return Frame.ReadSegment(number, File.ReadAllBytes(PathOf(number)));
        }
    }

    /// <summary>Drops a segment whose records have arrived; with <paramref name="keepFile"/> it stays on disk as <c>.rejected</c>, outside the bound, for a person to look at.</summary>
    public void Remove(SpoolSegment segment, bool keepFile = false)
    {
        ArgumentNullException.ThrowIfNull(segment);
        lock (_gate)
        {
            if (keepFile)
                File.Move(PathOf(segment.Number), Path.ChangeExtension(PathOf(segment.Number), Rejected), overwrite: true);
            else
                File.Delete(PathOf(segment.Number));
            _segments.Remove(segment.Number);
        }
    }

    /// <summary>Closes the files; what they hold stays.</summary>
    public void Dispose()
    {
        lock (_gate)
            CloseTail_NeedsLock();
    }

    private bool TryWrite_NeedsLock(ReadOnlySpan<byte> record)
    {
        try
        {
            var tail = Tail_NeedsLock();
            var start = tail.Position;
            try
            {
                Frame.Write(tail, record);
                tail.Flush(_options.FlushEach);
            }
            catch (IOException)
            {
                // A half-written frame would hide every record behind it.
                CloseTail_NeedsLock();
                Truncate(PathOf(_next - 1), start);
                return false;
            }

            _segments[_next - 1] = tail.Position;
            if (tail.Position >= _options.SegmentBytes)
                CloseTail_NeedsLock();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The spool's disk fails too: refused, counted by the caller, and told to whoever committed.
            return false;
        }
    }

    private FileStream Tail_NeedsLock()
    {
        if (_tail is not null)
            return _tail;
        _tail = new FileStream(PathOf(_next), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _segments[_next++] = 0;
        return _tail;
    }

    private void CloseTail_NeedsLock()
    {
        _tail?.Dispose();
        _tail = null;
    }

    private static void Truncate(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.SetLength(length);
    }

    private string PathOf(long number) =>
        Path.Combine(_options.Directory, number.ToString("D10", CultureInfo.InvariantCulture) + Kept);
}
