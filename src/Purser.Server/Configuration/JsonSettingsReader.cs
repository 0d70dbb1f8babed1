using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Purser.Server.Configuration;

/// <summary>Reads the <c>Purser</c> section of an appsettings.json; other sections belong to others. Comments and trailing commas are allowed.</summary>
internal ref struct JsonSettingsReader
{
    private const string Section = "Purser";
    private readonly ReadOnlySpan<byte> _json;
    private readonly string _file;
    private readonly List<RawSetting> _settings = [];
    private readonly List<string> _path = [];
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _counted;

    private JsonSettingsReader(ReadOnlySpan<byte> json, string file)
    {
        _json = json;
        _file = file;
        _reader = new(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32 });
    }

    public static List<RawSetting> Read(ReadOnlySpan<byte> json, string file, List<ConfigurationError> errors)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble))
            json = json[Encoding.UTF8.Preamble.Length..];
        var reader = new JsonSettingsReader(json, file);
        try
        {
            reader.ReadFile(errors);
        }
        catch (JsonException e)
        {
            errors.Add(new("", $"This is not JSON: {e.Message}", new(file, (int)(e.LineNumber ?? 0) + 1)));
        }

        return reader._settings;
    }

    private void ReadFile(List<ConfigurationError> errors)
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.StartObject)
        {
            errors.Add(new("", "The file must be a JSON object.", new(_file, 1)));
            return;
        }

        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var ours = _reader.ValueTextEquals(Section);
            _reader.Read();
            if (ours)
                ReadValue();
            else
                _reader.Skip();
        }
    }

    private void ReadValue()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
                    ReadChild(_reader.GetString()!, advance: true);
                break;
            case JsonTokenType.StartArray:
                for (var index = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; index++)
                    ReadChild(index.ToString(CultureInfo.InvariantCulture), advance: false);
                break;
            default:
                _settings.Add(new([.. _path], Text(), new(_file, Line())));
                break;
        }
    }

    private void ReadChild(string segment, bool advance)
    {
        if (advance)
            _reader.Read();
        _path.Add(segment);
        ReadValue();
        _path.RemoveAt(_path.Count - 1);
    }

    private readonly string? Text() => _reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => _reader.GetString(),
        _ => Encoding.UTF8.GetString(_reader.ValueSpan).ToLowerInvariant(),
    };

    private int Line()
    {
        var until = (int)_reader.TokenStartIndex;
        _line += _json[_counted..until].Count((byte)'\n');
        _counted = until;
        return _line;
    }
}
