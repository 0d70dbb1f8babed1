using Purser.Dialects;
using Purser.Tokens.Documents;
using Purser.Tokens.Json;

namespace Purser.Tokens.Mapping;

/// <summary>One entry of Anthropic's <c>usage.iterations</c>.</summary>
/// <param name="Type"><c>message</c>, <c>compaction</c>, <c>advisor_message</c> or <c>fallback_message</c>; null when not stated.</param>
/// <param name="Model">The entry's own model; null: the call's.</param>
/// <param name="Usage">What the entry used.</param>
/// <param name="Flags">What was remarkable about its counts.</param>
internal sealed record UsageIteration(string? Type, string? Model, TokenUsage Usage, UsageFlags Flags)
{
    // More entries than any agent loop has; the rest of a hostile list is not read.
    private const int Bound = 1024;

    private static readonly DialectPlan Plan = DialectPlan.Of(new Dialect
    {
        Name = "anthropic-iteration",
        Provider = "anthropic",
        Usage = [new(UsageShapes.Anthropic with { Facts = [] }, "")],
        IdPaths = [],
    });

    public bool IsCompaction => Type == "compaction";

    public bool IsAdvisor => Type == "advisor_message";

    /// <summary>Reads a list that is known to be valid JSON.</summary>
    public static IReadOnlyList<UsageIteration> ReadAll(ReadOnlySpan<byte> list)
    {
        var iterations = new List<UsageIteration>();
        var scanner = new JsonScanner(list) { Position = 1 };
        while (iterations.Count < Bound && scanner.Peek() is not (byte)']' and not 0)
        {
            var start = scanner.Position;
            scanner.TrySkip(0);
            if (Read(list[start..scanner.Position]) is { } iteration)
                iterations.Add(iteration);
            scanner.TryTake((byte)',');
        }

        return iterations;
    }

    private static UsageIteration? Read(ReadOnlySpan<byte> element)
    {
        var document = new UsageDocument(Plan);
        if (!new DocumentWalker(element, document).TryWalk())
            return null;
        var facts = new ResponseFacts();
        facts.Absorb(document, element);
        return UsageMapper.TryMap(document, facts, null, out var mapped)
            ? new UsageIteration(facts.Type, facts.Model, mapped.Usage, mapped.Flags)
            : null;
    }
}
