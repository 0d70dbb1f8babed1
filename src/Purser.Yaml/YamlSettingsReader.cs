using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Purser.Yaml;

/// <summary>
/// Reads one YAML document into flat settings. Plain data only: no tags, anchors or aliases, so that a small file cannot expand into a large one.
/// Bounds: <see cref="CharsMax"/> characters, <see cref="DepthMax"/> levels, <see cref="SettingsMax"/> scalars.
/// </summary>
public sealed class YamlSettingsReader
{
    /// <summary>Longest text, in characters.</summary>
    public const int CharsMax = 1 << 20;

    /// <summary>Deepest nesting.</summary>
    public const int DepthMax = 32;

    /// <summary>Most scalars.</summary>
    public const int SettingsMax = 20_000;

    private readonly List<YamlSetting> _settings = [];
    private readonly List<YamlProblem> _problems = [];
    private readonly List<string> _path = [];
    private readonly IParser _parser;

    private YamlSettingsReader(IParser parser) => _parser = parser;

    /// <summary>Reads the text; what is wrong is in the answer, nothing is thrown.</summary>
    public static YamlContent Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > CharsMax)
            return new([], [new(0, $"The file is longer than {CharsMax} characters.")]);
        var reader = new YamlSettingsReader(new Parser(new StringReader(text)));
        try
        {
            reader.ReadStream();
        }
        catch (YamlException e)
        {
            reader._problems.Add(new((int)e.Start.Line, $"This is not YAML: {Sentence(e.Message)}"));
        }

        return new(reader._settings, reader._problems);
    }

    private static string Sentence(string message) => message.TrimEnd('.') + ".";

    private void ReadStream()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
            return;
        _parser.Consume<DocumentStart>();
        if (_parser.Current is Scalar { Value.Length: 0 })
            _parser.MoveNext();
        else if (_parser.Current is MappingStart)
            ReadNode();
        else
            _problems.Add(new(Line(_parser.Current), "The file must be a mapping of sections."));
        if (_problems.Count == 0 && !(_parser.TryConsume<DocumentEnd>(out _) && _parser.TryConsume<StreamEnd>(out _)))
            _problems.Add(new(Line(_parser.Current), "The file must hold one document; remove what follows '---'."));
    }

    private void ReadNode()
    {
        if (_path.Count >= DepthMax)
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"nested deeper than {DepthMax} levels");
        if (_parser.Current is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
            _problems.Add(new(Line(_parser.Current), "Anchors and aliases are not supported; repeat the values."));
        if (_parser.TryConsume<Scalar>(out var scalar))
            Add(scalar);
        else if (_parser.TryConsume<MappingStart>(out _))
            ReadMapping();
        else if (_parser.TryConsume<SequenceStart>(out _))
            ReadSequence();
        else
            _parser.MoveNext();
    }

    private void ReadMapping()
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
                throw new YamlException(_parser.Current!.Start, _parser.Current.End, "a key must be plain text");
            if (!seen.Add(key.Value))
                _problems.Add(new(Line(key), $"The key '{Path(key.Value)}' is there twice; keep one."));
            ReadChild(key.Value);
        }
    }

    private void ReadSequence()
    {
        for (var index = 0; !_parser.TryConsume<SequenceEnd>(out _); index++)
            ReadChild(index.ToString(CultureInfo.InvariantCulture));
    }

    private void ReadChild(string segment)
    {
        _path.Add(segment);
        ReadNode();
        _path.RemoveAt(_path.Count - 1);
    }

    private void Add(Scalar scalar)
    {
        if (_settings.Count >= SettingsMax)
            throw new YamlException(scalar.Start, scalar.End, $"more than {SettingsMax} values");
        var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";
        _settings.Add(new([.. _path], isNull ? null : scalar.Value, Line(scalar)));
    }

    private string Path(string key) => string.Join('.', _path.Append(key));

    private static int Line(ParsingEvent? at) => (int)(at?.Start.Line ?? 0);
}
