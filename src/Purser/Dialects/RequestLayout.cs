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
}
