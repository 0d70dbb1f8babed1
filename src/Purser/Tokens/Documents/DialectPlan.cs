using System.Runtime.CompilerServices;
using System.Text;
using Purser.Dialects;

namespace Purser.Tokens.Documents;

/// <summary>A dialect's paths compiled into one tree, so that a document is walked once, whatever the number of paths.</summary>
internal sealed class DialectPlan
{
    private static readonly ConditionalWeakTable<Dialect, DialectPlan> Plans = [];
    private readonly List<FactKind> _facts = [];
    private readonly List<LocationPlan> _locations = [];
    private int _nodes;
    private int _counts;
    private UsageDocument? _spare;

    private DialectPlan(Dialect dialect)
    {
        Dialect = dialect;
        Root = NewNode("");
        Root.Output = dialect.OutputPaths.Count == 0;
        foreach (var location in dialect.Usage)
            AddLocation(location);
        AddFacts(dialect.ModelPaths, FactKind.Model);
        AddFacts(dialect.IdPaths, FactKind.Id);
        AddFacts(dialect.FinishPaths, FactKind.Finish);
        AddFacts(["error", "response/error"], FactKind.Error);
        AddFacts(["message"], FactKind.ErrorText);
        AddFacts(["type", "object"], FactKind.Type);
        AddFacts(["choices"], FactKind.Choices);
        AddFacts(["embeddings", "embedding"], FactKind.Embedding);
        foreach (var (path, fact) in dialect.Facts)
            AddFacts([path], fact);
        foreach (var path in dialect.OutputPaths)
            Node(path).Output = true;
        foreach (var path in dialect.StructuredOutputPaths)
            Node(path).StructuredOutput = true;
    }

    public Dialect Dialect { get; }

    public PlanNode Root { get; }

    public IReadOnlyList<LocationPlan> Locations => _locations;

    public IReadOnlyList<FactKind> Facts => _facts;

    /// <summary>Slot of the n-th mark; the marks stand together in the order of <see cref="Dialect.Facts"/>.</summary>
    public int MarkSlot(int index) => _facts.IndexOf(FactKind.Mark) + index;

    public int CountSlots => _counts;

    public int NodeCount => _nodes;

    public static DialectPlan Of(Dialect dialect) => Plans.GetValue(dialect, static d => new DialectPlan(d));

    /// <summary>A cleared document to read into; give it back with <see cref="Return"/>.</summary>
    public UsageDocument Rent()
    {
        var document = Interlocked.Exchange(ref _spare, null) ?? new UsageDocument(this);
        document.Clear();
        return document;
    }

    public void Return(UsageDocument document) => Volatile.Write(ref _spare, document);

    private void AddLocation(UsageLocation location)
    {
        var slots = new List<(UsageField Field, int Slot)>();
        foreach (var (path, field) in location.Shape.Counts)
        {
            slots.Add((field, _counts));
            foreach (var full in Absolute(location, path))
                AddCount(full, _counts);
            _counts++;
        }

        foreach (var (path, fact) in location.Shape.Facts)
            AddFacts(Absolute(location, path).ToArray(), fact);
        _locations.Add(new LocationPlan(location.Shape, slots));
    }

    private static IEnumerable<string> Absolute(UsageLocation location, string path) =>
        path.StartsWith('/') ? [path[1..]] : location.Paths.Select(p => p.Length == 0 ? path : p + "/" + path);

    private void AddCount(string path, int slot)
    {
        var bracket = path.IndexOf("/[", StringComparison.Ordinal);
        var equals = path.IndexOf('=', StringComparison.Ordinal);
        if (bracket < 0 || equals < 0)
        {
            Node(path).AddCount(slot);
            return;
        }

        var close = path.IndexOf(']', StringComparison.Ordinal);
        Node(path[..bracket]).AddSelector(new PlanSelector(
            Utf8(path[(bracket + 2)..equals]), Utf8(path[(equals + 1)..close]), Utf8(path[(close + 2)..]), slot));
    }

    private void AddFacts(IReadOnlyList<string> paths, FactKind fact)
    {
        foreach (var path in paths)
        {
            Node(path).AddFact(_facts.Count);
            _facts.Add(fact);
        }
    }

    private PlanNode Node(string path)
    {
        var node = Root;
        foreach (var name in path.Split('/'))
        {
            if (name is "[]" or "[+]")
            {
                node = node.Items ??= NewNode(name);
                node.Sums |= name == "[+]";
            }
            else
            {
                node = node.Find(Utf8(name)) ?? node.Add(NewNode(name));
            }
        }

        return node;
    }

    private PlanNode NewNode(string name) => new(name, _nodes++);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
