using Purser.Tokens.Json;

namespace Purser.Tokens.Documents;

/// <summary>
/// Walks one JSON document along a plan from its first byte to its last. Counts are taken at their exact paths only, so that text,
/// tool input or names that a model chose cannot forge them; everything else is passed over, but checked.
/// </summary>
internal ref struct DocumentWalker(ReadOnlySpan<byte> json, UsageDocument document)
{
    private const int LongestName = 128;
    private readonly ReadOnlySpan<byte> _json = json;
    private JsonScanner _scanner = new(json);

    /// <summary>Upper bound of the UTF-8 bytes that the model produced in this document.</summary>
    public long OutputBytes { get; private set; }

    /// <summary>Reads the whole text into the document.</summary>
    /// <returns>False: the text is not one JSON value; the document's content is then without meaning.</returns>
    public bool TryWalk()
    {
        if (_json.StartsWith("\uFEFF"u8))
            _scanner.Position = 3;
        if (!TryValue(document.Plan.Root, 0, counted: true))
            return false;
        return _scanner.Peek() == 0 && _scanner.Position == _json.Length;
    }

    private bool TryValue(PlanNode node, int depth, bool counted)
    {
        var kind = _scanner.Peek();
        var start = _scanner.Position;
        var strings = _scanner.StringBytes;
        var ok = kind switch
        {
            (byte)'{' => TryObject(node, depth + 1, counted),
            (byte)'[' => TryArray(node, depth + 1),
            (byte)'"' => TryText(node, start + 1),
            (byte)'t' or (byte)'f' or (byte)'n' => TryLiteral(node, kind, start, depth),
            _ => TryNumber(node, start),
        };
        if (node.StructuredOutput)
            _scanner.CountBytes(_scanner.Position - start - (_scanner.StringBytes - strings));
        if (node.Output)
            OutputBytes += _scanner.StringBytes - strings;
        return ok;
    }

    // counted: a member that is seen twice is a duplicate key; below a list it may be the next element's.
    private bool TryObject(PlanNode node, int depth, bool counted)
    {
        var start = _scanner.Position;
        if (depth > JsonScanner.MaxDepth)
            return false;
        _scanner.Position++;
        var ok = _scanner.TryTake((byte)'}') || TryMembers(node, depth, counted);
        State(node, (byte)'{', start);
        foreach (var slot in node.Children.Length == 0 ? node.Counts : [])
            document.SetCount(slot, CountKind.BadType, 0);
        return ok;
    }

    private bool TryMembers(PlanNode node, int depth, bool counted)
    {
        while (_scanner.TryName(out var name, out var escaped))
        {
            var child = escaped ? ChildOfEscaped(node, name) : node.Find(name);
            if (child is not null && counted)
                document.Enter(child);
            if (child is null ? !_scanner.TrySkip(depth) : !TryValue(child, depth, counted))
                return false;
            if (_scanner.TryTake((byte)'}'))
                return true;
            if (!_scanner.TryTake((byte)','))
                return false;
        }

        return false;
    }

    private static PlanNode? ChildOfEscaped(PlanNode node, ReadOnlySpan<byte> name)
    {
        Span<byte> buffer = stackalloc byte[LongestName];
        return JsonText.TryUnescape(name, buffer, out var length) ? node.Find(buffer[..length]) : null;
    }

    private bool TryArray(PlanNode node, int depth)
    {
        var start = _scanner.Position;
        foreach (var slot in node.Counts)
            document.SetCount(slot, CountKind.BadType, 0);
        var ok = (node.Items, node.Selectors) switch
        {
            ({ } items, _) => TryItems(items, depth),
            (_, { Length: > 0 }) => TrySelect(node, depth),
            _ => _scanner.TrySkip(depth - 1),
        };
        State(node, (byte)'[', start);
        return ok;
    }

    private bool TryItems(PlanNode items, int depth)
    {
        if (depth > JsonScanner.MaxDepth)
            return false;
        _scanner.Position++;
        if (_scanner.TryTake((byte)']'))
            return true;
        var sums = new ElementSums(items, document);
        do
        {
            if (!TryValue(items, depth, counted: false))
                return false;
            sums.AddElement();
        }
        while (_scanner.TryTake((byte)','));
        sums.Store();
        return _scanner.TryTake((byte)']');
    }

    private bool TrySelect(PlanNode node, int depth)
    {
        if (depth > JsonScanner.MaxDepth)
            return false;
        _scanner.Position++;
        if (_scanner.TryTake((byte)']'))
            return true;
        do
        {
            _scanner.Peek();
            var start = _scanner.Position;
            if (!_scanner.TrySkip(depth))
                return false;
            foreach (var selector in node.Selectors)
                ElementSelection.Add(_json[start.._scanner.Position], selector, document);
        }
        while (_scanner.TryTake((byte)','));
        return _scanner.TryTake((byte)']');
    }

    private bool TryText(PlanNode node, int start)
    {
        if (!_scanner.TryString(out var content, out var escaped))
            return false;
        _scanner.CountBytes(content.Length);
        foreach (var slot in node.Facts)
            document.SetFact(slot, new FactRange((byte)'"', start, content.Length));
        if (node.Counts.Length > 0)
            SetTextCount(node, content, escaped);
        return true;
    }

    private readonly void SetTextCount(PlanNode node, ReadOnlySpan<byte> raw, bool escaped)
    {
        Span<byte> buffer = stackalloc byte[LongestName];
        long value = 0;
        var kind = CountKind.BadType;
        if (!escaped)
            kind = CountPolicy.ParseString(raw, out value);
        else if (JsonText.TryUnescape(raw, buffer, out var length))
            kind = CountPolicy.ParseString(buffer[..length], out value);
        foreach (var slot in node.Counts)
            document.SetCount(slot, kind, value);
    }

    private bool TryNumber(PlanNode node, int start)
    {
        if (!_scanner.TryNumber())
            return false;
        foreach (var slot in node.Facts)
            document.SetFact(slot, new FactRange(FactRange.Number, start, _scanner.Position - start));
        if (node.Counts.Length == 0)
            return true;
        var kind = CountPolicy.ParseNumber(_json[start.._scanner.Position], out var value);
        foreach (var slot in node.Counts)
            document.SetCount(slot, kind, value);
        return true;
    }

    private bool TryLiteral(PlanNode node, byte kind, int start, int depth)
    {
        if (!_scanner.TrySkip(depth))
            return false;
        State(node, kind, start);
        foreach (var slot in node.Counts)
            document.SetCount(slot, kind == 'n' ? CountKind.Absent : CountKind.BadType, 0);
        return true;
    }

    private readonly void State(PlanNode node, byte kind, int start)
    {
        foreach (var slot in node.Facts)
            document.SetFact(slot, new FactRange(kind, start, _scanner.Position - start));
    }
}
