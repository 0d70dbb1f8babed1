using System.Buffers;
using System.Globalization;
using System.Text;
using Purser.Dialects.Requests;

namespace Purser.Dialects;

/// <summary>
/// Changes to a request body as byte-range splices: everything else stays byte for byte, and nothing is copied (design 6.2).
/// The result shares the memory of the original.
/// </summary>
public static class RequestEdits
{
    /// <summary>The body with the usage chunk asked for and/or an output limit written or lowered.</summary>
    /// <param name="body">The body that <paramref name="facts"/> were read from.</param>
    /// <param name="facts">As read by <see cref="RequestReader"/>.</param>
    /// <param name="format">The format they were read in.</param>
    /// <param name="includeUsage">Whether to set <c>stream_options.include_usage</c> to true.</param>
    /// <param name="outputLimit">The limit to write; present limits are only ever lowered to it. Null: leave them alone.</param>
    /// <exception cref="ArgumentException">The facts were not read from a body.</exception>
    public static ReadOnlySequence<byte> Apply(ReadOnlyMemory<byte> body, RequestFacts facts, RequestFormat format, bool includeUsage, long? outputLimit)
    {
        var layout = facts.Layout ?? throw new ArgumentException("The facts were not read from a body.", nameof(facts));
        var splices = new List<Splice>();
        var members = new List<string>();
        if (includeUsage && !facts.IncludeUsage)
            AskForUsage(layout, splices, members);
        if (outputLimit is { } limit && format.LimitFieldToWrite.Length > 0)
            Limit(layout, format, limit, splices, members);
        if (members.Count > 0)
            splices.Add(new(layout.RootStart, 0, string.Join(',', members) + (layout.RootEmpty ? "" : ",")));
        splices.Sort((left, right) => left.Start.CompareTo(right.Start));
        return Assemble(body, splices);
    }

    private static void AskForUsage(RequestLayout layout, List<Splice> splices, List<string> members)
    {
        const string Member = "\"include_usage\":true";
        if (layout.IncludeUsage is { } value)
            splices.Add(new(value.Start, value.Length, "true"));
        else if (layout.StreamOptions is { } options)
            splices.Add(Into(options, Member));
        else
            members.Add("\"stream_options\":{" + Member + "}");
    }

    private static void Limit(RequestLayout layout, RequestFormat format, long limit, List<Splice> splices, List<string> members)
    {
        var text = limit.ToString(CultureInfo.InvariantCulture);
        var stated = false;
        foreach (var (at, value) in layout.Limits)
        {
            stated |= value is not null;
            if (value > limit)
                splices.Add(new(at.Start, at.Length, text));
        }
        if (stated)
            return;
        var dot = format.LimitFieldToWrite.LastIndexOf('.');
        var member = $"\"{format.LimitFieldToWrite[(dot + 1)..]}\":{text}";
        // A limit that is null stands for none; it is overwritten, for a second member of that name would be a duplicate.
        if (layout.Limits.Count > 0)
            splices.Add(new(layout.Limits[0].At.Start, layout.Limits[0].At.Length, text));
        else if (dot >= 0 && layout.LimitParent is { } parent)
            splices.Add(Into(parent, member));
        else
            members.Add(dot < 0 ? member : $"\"{format.LimitFieldToWrite[..dot]}\":{{{member}}}");
    }

    private static Splice Into(MemberSpan target, string member) => target.IsObject
        ? new(target.At.Start + 1, 0, target.IsEmpty ? member : member + ",")
        : new(target.At.Start, target.At.Length, "{" + member + "}");

    private static ReadOnlySequence<byte> Assemble(ReadOnlyMemory<byte> body, List<Splice> splices)
    {
        var pieces = new List<ReadOnlyMemory<byte>>(1 + (2 * splices.Count));
        var at = 0;
        foreach (var splice in splices)
        {
            pieces.Add(body[at..splice.Start]);
            pieces.Add(Encoding.UTF8.GetBytes(splice.Text));
            at = splice.Start + splice.Length;
        }
        pieces.Add(body[at..]);
        return BodySegment.Chain(pieces);
    }

    private readonly record struct Splice(int Start, int Length, string Text);
}
