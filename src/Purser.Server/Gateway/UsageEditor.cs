using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Purser.Server.Gateway;

/// <summary>
/// Takes out of an event stream what <c>stream_options.include_usage</c> put in: the <c>"usage":null</c> member of each chunk and the
/// usage chunk itself. Every other byte stays; events of any other shape stay whole.
/// </summary>
/// <param name="maxEventBytes">Events beyond it are passed on unedited, so that memory stays bounded.</param>
internal sealed class UsageEditor(int maxEventBytes)
{
    private bool _passing;

    private enum Edit
    {
        None,
        Cut,
        Drop,
    }

    /// <summary>Moves every complete event to the client's side; true when something was written.</summary>
    public bool WriteWholeEvents(PooledBuffer events, PipeWriter to)
    {
        var wrote = false;
        while (EventLength(events.Span) is var length and > 0)
        {
            wrote |= Write(events.Span[..length], to);
            events.Consume(length);
        }

        if (events.Length <= maxEventBytes)
            return wrote;
        // All but what may be the beginning of the blank line that ends the event.
        var passed = events.Length - 3;
        to.Write(events.Span[..passed]);
        events.Consume(passed);
        _passing = true;
        return true;
    }

    /// <summary>What is left when the upstream ends without a blank line.</summary>
    public void WriteRest(PooledBuffer events, PipeWriter to)
    {
        Write(events.Span, to);
        events.Consume(events.Length);
    }

    /// <summary>Length of the first event with its blank line; 0 while it is incomplete. Lines end in LF, CRLF or CR.</summary>
    private static int EventLength(ReadOnlySpan<byte> bytes)
    {
        var from = 0;
        while (bytes[from..].IndexOfAny((byte)'\n', (byte)'\r') is var found and >= 0)
        {
            var end = AfterLineEnd(bytes, from + found);
            // A CR at the very end may be half of a CRLF: the next bytes tell.
            if (end < 0)
                return 0;
            var second = end < bytes.Length && bytes[end] is (byte)'\n' or (byte)'\r' ? AfterLineEnd(bytes, end) : 0;
            if (second < 0)
                return 0;
            if (second > 0)
                return second;
            from = end;
        }

        return 0;
    }

    private static int AfterLineEnd(ReadOnlySpan<byte> bytes, int at)
    {
        if (bytes[at] == '\n')
            return at + 1;
        if (at + 1 == bytes.Length)
            return -1;
        return bytes[at + 1] == '\n' ? at + 2 : at + 1;
    }

    private bool Write(ReadOnlySpan<byte> @event, PipeWriter to)
    {
        var edit = Edit.None;
        var (cutFrom, cutTo) = (0, 0);
        if (!_passing && @event.IndexOf("\"usage\""u8) >= 0)
            edit = Decide(@event, out cutFrom, out cutTo);
        _passing = false;
        switch (edit)
        {
            case Edit.Drop:
                return false;
            case Edit.Cut:
                to.Write(@event[..cutFrom]);
                to.Write(@event[cutTo..]);
                return true;
            default:
                to.Write(@event);
                return true;
        }
    }

    private static Edit Decide(ReadOnlySpan<byte> @event, out int cutFrom, out int cutTo)
    {
        (cutFrom, cutTo) = (0, 0);
        if (!FindData(@event, out var start, out var length))
            return Edit.None;
        var data = @event.Slice(start, length);
        var members = Members.Read(data);
        if (members.UsageIsObject && members.ChoicesAreEmpty)
            return Edit.Drop;
        if (!members.UsageIsNull)
            return Edit.None;
        (cutFrom, cutTo) = WithComma(data, members.UsageFrom, members.UsageTo);
        cutFrom += start;
        cutTo += start;
        return Edit.Cut;
    }

    /// <summary>The single data line of an event; an event of several has no JSON of one piece and stays as it is.</summary>
    private static bool FindData(ReadOnlySpan<byte> @event, out int start, out int length)
    {
        (start, length) = (0, 0);
        var from = 0;
        var found = false;
        while (from < @event.Length)
        {
            var rest = @event[from..];
            var line = rest.IndexOfAny((byte)'\n', (byte)'\r') is var end and >= 0 ? rest[..end] : rest;
            if (line.StartsWith("data:"u8))
            {
                if (found)
                    return false;
                found = true;
                (start, length) = (from + 5, line.Length - 5);
            }

            from += line.Length + 1;
        }

        return found;
    }

    /// <summary>A member together with the one comma that its absence makes needless.</summary>
    private static (int From, int To) WithComma(ReadOnlySpan<byte> json, int from, int to)
    {
        var before = json[..from].TrimEnd(" \t"u8).Length;
        if (before > 0 && json[before - 1] == ',')
            return (before - 1, to);
        var after = to + (json.Length - to - json[to..].TrimStart(" \t"u8).Length);
        if (after < json.Length && json[after] == ',')
            after++;
        return (from, after + (json.Length - after - json[after..].TrimStart(" \t"u8).Length));
    }

    /// <summary>The two members of a chunk's top level that decide.</summary>
    private readonly record struct Members(int UsageFrom, int UsageTo, bool UsageIsNull, bool UsageIsObject, bool ChoicesAreEmpty)
    {
        public static Members Read(ReadOnlySpan<byte> json)
        {
            try
            {
                return ReadObject(json);
            }
            catch (JsonException)
            {
                // No JSON, so no member to take out: the client gets what the upstream sent.
                return default;
            }
        }

        private static Members ReadObject(ReadOnlySpan<byte> json)
        {
            var reader = new Utf8JsonReader(json);
            var members = default(Members);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return members;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isUsage = reader.ValueTextEquals("usage"u8);
                var isChoices = reader.ValueTextEquals("choices"u8);
                var from = (int)reader.TokenStartIndex;
                reader.Read();
                var kind = reader.TokenType;
                reader.Skip();
                if (isUsage)
                    members = members with { UsageFrom = from, UsageTo = (int)reader.BytesConsumed, UsageIsNull = kind == JsonTokenType.Null, UsageIsObject = kind == JsonTokenType.StartObject };
                if (isChoices && kind == JsonTokenType.StartArray)
                    members = members with { ChoicesAreEmpty = IsEmptyArray(json, reader) };
            }

            return members;
        }

        private static bool IsEmptyArray(ReadOnlySpan<byte> json, Utf8JsonReader atEnd)
        {
            var before = json[..(int)atEnd.TokenStartIndex].TrimEnd(" \t"u8);
            return before.Length > 0 && before[^1] == '[';
        }
    }
}
