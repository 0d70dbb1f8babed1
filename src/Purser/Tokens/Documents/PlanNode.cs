using System.Numerics;
using System.Text;

namespace Purser.Tokens.Documents;

/// <summary>One member on a path that a dialect reads; every other member of a document is only skipped.</summary>
internal sealed class PlanNode(string name, int id)
{
    // Open hashing; the length is a power of two. Empty: no children.
    private PlanNode?[] _table = [];

    private PlanNode? _sameHash;

    public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

    /// <summary>Position in the "seen" marks of a document, which find duplicate keys.</summary>
    public int Id { get; } = id;

    public PlanNode[] Children { get; private set; } = [];

    /// <summary>Slots of the counts that this member states.</summary>
    public int[] Counts { get; private set; } = [];

    /// <summary>Slots of the facts that this member states.</summary>
    public int[] Facts { get; private set; } = [];

    /// <summary>What the elements are, where the member is a list.</summary>
    public PlanNode? Items { get; set; }

    /// <summary>Whether counts below a list add up over its elements.</summary>
    public bool Sums { get; set; }

    /// <summary>The elements that are counted, where they are told apart by a member (<c>modality</c>, <c>ttl</c>).</summary>
    public PlanSelector[] Selectors { get; private set; } = [];

    /// <summary>Whether strings from here on down are output of the model.</summary>
    public bool Output { get; set; }

    /// <summary>Whether the member holds an object that the model wrote: then its names and numbers are output as well.</summary>
    public bool StructuredOutput { get; set; }

    public PlanNode? Find(ReadOnlySpan<byte> name)
    {
        var table = _table;
        if (table.Length == 0 || name.IsEmpty)
            return null;
        for (var child = table[Hash(name) & (table.Length - 1)]; child is not null; child = child._sameHash)
        {
            if (name.SequenceEqual(child.Name))
                return child;
        }

        return null;
    }

    public PlanNode Add(PlanNode child)
    {
        Children = [.. Children, child];
        _table = new PlanNode?[(int)BitOperations.RoundUpToPowerOf2((uint)Children.Length * 4)];
        foreach (var each in Children.Where(c => c.Name.Length > 0))
        {
            ref var head = ref _table[Hash(each.Name) & (_table.Length - 1)];
            each._sameHash = head;
            head = each;
        }

        return child;
    }

    // The names of a dialect differ in length, in the middle or at an end: that is enough to part nearly all of them.
    private static int Hash(ReadOnlySpan<byte> name) => (name.Length * 5) + (name[0] * 3) + (name[name.Length / 2] * 7) + name[^1];

    public void AddCount(int slot) => Counts = [.. Counts, slot];

    public void AddFact(int slot) => Facts = [.. Facts, slot];

    public void AddSelector(PlanSelector selector) => Selectors = [.. Selectors, selector];
}
