using System.Text;
using Purser.Dialects;
using Purser.Tokens.Documents;

namespace Purser.Tokens.Detection;

/// <summary>
/// Tells the dialect of an answer from the members that stand at its exact places. Dialects that write the very same shape cannot be
/// told apart (OpenAI, Azure, Mistral, Together, vLLM …): they come back as the plain one, whose rules are theirs.
/// </summary>
internal static class DialectDetector
{
    // Enough events to see one that carries a mark: the first of a stream often says nothing.
    private const int ProbedEvents = 64;

    private static readonly DialectPlan Plan = DialectPlan.Of(new Dialect
    {
        Name = "detection", Provider = "detection", ModelPaths = [], IdPaths = [], Facts = [.. DetectionMarks.Paths.Select(p => (p, FactKind.Mark))],
    });

    public static Dialect? Detect(ReadOnlySpan<byte> utf8, IReadOnlyDictionary<string, string>? headers)
    {
        utf8 = utf8.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;
        utf8 = utf8.TrimStart(" \t\r\n"u8);
        if (utf8.IsEmpty)
            return null;
        var marks = new DetectionMarks();
        if (utf8[0] == 0)
            return Dialect.Get(utf8.IndexOf("\"bytes\":\""u8) >= 0 ? "bedrock-invoke" : "bedrock-converse");
        if (!TryProbe(utf8, marks))
            ProbeLines(utf8, marks);
        var byHeader = headers?.Keys.Any(k => k.StartsWith("X-Amzn-Bedrock-", StringComparison.OrdinalIgnoreCase)) == true;
        return DetectionRules.Choose(marks, byHeader) is { } name ? Dialect.Get(name) : null;
    }

    private static bool TryProbe(ReadOnlySpan<byte> json, DetectionMarks marks)
    {
        var document = Plan.Rent();
        try
        {
            if (!new DocumentWalker(json, document).TryWalk())
                return false;
            for (var i = 0; i < DetectionMarks.Paths.Count; i++)
                marks.Note(DetectionMarks.Paths[i], document.Facts[document.Plan.MarkSlot(i)], json);
            return true;
        }
        finally
        {
            Plan.Return(document);
        }
    }

    private static void ProbeLines(ReadOnlySpan<byte> text, DetectionMarks marks)
    {
        for (var events = 0; events < ProbedEvents && !text.IsEmpty;)
        {
            var end = text.IndexOfAny((byte)'\n', (byte)'\r');
            var line = (end < 0 ? text : text[..end]).Trim((byte)' ');
            text = end < 0 ? [] : text[(end + 1)..];
            if (line.StartsWith("event:"u8))
                marks.NoteEvent(Encoding.UTF8.GetString(line[6..].Trim((byte)' ')));
            line = line.StartsWith("data:"u8) ? line[5..].TrimStart((byte)' ') : line;
            events += line.StartsWith((byte)'{') && TryProbe(line, marks) ? 1 : 0;
        }
    }
}
