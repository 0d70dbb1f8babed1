using System.Text;
using System.Text.Json;

namespace Purser.Cli.Metering;

/// <summary>One line of <c>purser meter --jsonl</c>: <c>{id, provider?, model?, body | events, headers?}</c>. Bodies keep their raw bytes, so that numbers keep their precision.</summary>
internal sealed class VectorLine
{
    private readonly List<(string? Name, byte[] Data)> _events = [];
    private Dictionary<string, string>? _headers;

    public string? Id { get; private set; }

    public string? Provider { get; private set; }

    public string? Model { get; private set; }

    /// <summary>The response body; null when the line carries events.</summary>
    public byte[]? Body { get; private set; }

    public IReadOnlyList<(string? Name, byte[] Data)> Events => _events;

    public IReadOnlyDictionary<string, string>? Headers => _headers;

    /// <exception cref="JsonException">The line is not such an object.</exception>
    public static VectorLine Parse(ReadOnlySpan<byte> utf8)
    {
        var line = new VectorLine();
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 512 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("a line is an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            line.ReadMember(ref reader, utf8);
        return line;
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        var name = reader.GetString();
        reader.Read();
        switch (name)
        {
            case "id":
                Id = Text(ref reader, utf8);
                break;
            case "provider":
                Provider = Text(ref reader, utf8);
                break;
            case "model":
                Model = Text(ref reader, utf8);
                break;
            case "body":
                Body = Raw(ref reader, utf8);
                break;
            case "events":
                ReadEvents(ref reader, utf8);
                break;
            case "headers":
                ReadHeaders(ref reader, utf8);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadEvents(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("events is an array");
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            _events.Add(ReadEvent(ref reader, utf8));
    }

    private static (string? Name, byte[] Data) ReadEvent(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        string? name = null;
        byte[] data = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.GetString();
            reader.Read();
            if (member == "event")
                name = Text(ref reader, utf8);
            else if (member == "data")
                data = Raw(ref reader, utf8);
            else
                reader.Skip();
        }

        return (name, data);
    }

    private void ReadHeaders(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        _headers = new(StringComparer.OrdinalIgnoreCase);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            _headers[name] = Text(ref reader, utf8) ?? "";
        }
    }

    // A string is raw text (malformed or number-precision cases); anything else is taken byte for byte.
    private static byte[] Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        if (reader.TokenType == JsonTokenType.String)
            return Encoding.UTF8.GetBytes(reader.GetString()!);
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return utf8[start..(int)reader.BytesConsumed].ToArray();
    }

    private static string? Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8) =>
        reader.TokenType == JsonTokenType.Null ? null : Encoding.UTF8.GetString(Raw(ref reader, utf8));
}
