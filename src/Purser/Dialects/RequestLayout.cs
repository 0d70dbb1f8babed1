using Purser.Dialects.Requests;

namespace Purser.Dialects;

/// <summary>Byte positions of the values that a gate may change, as read from one body. Opaque to callers; valid for that body only.</summary>
public sealed class RequestLayout
{
    /// <summary>Just behind the root's opening brace.</summary>
    internal int RootStart { get; set; }

    /// <summary>Whether the root has no member.</summary>
    internal bool RootEmpty { get; set; } = true;

    /// <summary>Every limit that is present, null ones too.</summary>
    internal List<(ByteSpan At, long? Value)> Limits { get; } = [];

    /// <summary>The object that holds a nested limit field; null when absent.</summary>
    internal MemberSpan? LimitParent { get; set; }

    /// <summary>The value of <c>stream_options</c>; null when absent.</summary>
    internal MemberSpan? StreamOptions { get; set; }

    /// <summary>The value of <c>stream_options.include_usage</c>; null when absent.</summary>
    internal ByteSpan? IncludeUsage { get; set; }

    /// <summary>Positions just behind the last messages, at most <see cref="MaxMessageEnds"/> of them, ascending.</summary>
    internal Queue<int> MessageEnds { get; } = new();

    // A conversation that lost more than its last 64 messages since its last call is a new one.
    internal const int MaxMessageEnds = 64;

    internal void EndMessage(int position)
    {
        if (MessageEnds.Count == MaxMessageEnds)
            MessageEnds.Dequeue();
        MessageEnds.Enqueue(position);
    }
}
