using Purser.Tokens.Streams;

namespace Purser.Tokens.Transcripts;

/// <summary>Cuts a file into lines of bounded length.</summary>
internal sealed class TranscriptLines(TranscriptReader reader)
{
    private readonly BoundedBuffer _line = new(TranscriptReader.MaxLineBytes);

    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            _line.Append(end < 0 ? bytes : bytes[..end]);
            if (end < 0)
                return;
            End();
            bytes = bytes[(end + 1)..];
        }
    }

    public void End()
    {
        if (_line.IsOverflown)
            reader.AddOverlongLine();
        else
            reader.AddLine(_line.Written);
        _line.Clear();
    }
}
