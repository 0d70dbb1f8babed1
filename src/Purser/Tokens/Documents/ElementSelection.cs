using Purser.Tokens.Json;

namespace Purser.Tokens.Documents;

/// <summary>Reads one element of a list such as <c>[{"modality":"AUDIO","tokenCount":7}]</c>.</summary>
internal static class ElementSelection
{
    /// <summary>Adds the count of an element, which is known to be valid JSON, to its slot when it is one that the selector names.</summary>
    public static void Add(ReadOnlySpan<byte> element, PlanSelector selector, UsageDocument document)
    {
        var scanner = new JsonScanner(element);
        if (!scanner.TryTake((byte)'{'))
            return;
        var (matches, kind, value) = (false, CountKind.Absent, 0L);
        while (scanner.TryName(out var name, out _))
        {
            scanner.Peek();
            var start = scanner.Position;
            scanner.TrySkip(0);
            var token = element[start..scanner.Position];
            if (name.SequenceEqual(selector.Key))
                matches = token is [(byte)'"', .. var text, (byte)'"'] && text.SequenceEqual(selector.Value);
            else if (name.SequenceEqual(selector.Count))
                kind = Parse(token, out value);
            if (!scanner.TryTake((byte)','))
                break;
        }

        if (matches && kind != CountKind.Absent)
            Add(document, selector.Slot, kind, value);
    }

    private static CountKind Parse(ReadOnlySpan<byte> token, out long value)
    {
        value = 0;
        return token[0] switch
        {
            (byte)'n' => CountKind.Absent,
            (byte)'"' => CountPolicy.ParseString(token[1..^1], out value),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => CountPolicy.ParseNumber(token, out value),
            _ => CountKind.BadType,
        };
    }

    private static void Add(UsageDocument document, int slot, CountKind kind, long value)
    {
        var earlier = document.Kind(slot);
        if (!CountPolicy.IsValid(kind) || !CountPolicy.IsValid(earlier))
        {
            document.SetCount(slot, kind, value);
            return;
        }

        // Both are at most 2^53 - 1: the sum cannot wrap.
        var sum = document.Value(slot) + value;
        document.SetCount(slot, sum <= CountPolicy.Max ? kind : CountKind.OutOfRange, sum);
    }
}
