namespace Purser.Tokens;

/// <summary>How complete a reading is. Wire names: <c>ok</c>, <c>partial</c>, <c>error</c>.</summary>
public enum UsageStatus
{
    /// <summary>All base counts were read.</summary>
    Ok,

    /// <summary>A vector was read, but a base count is missing (0 in its leaf, flagged) or the stream was cut.</summary>
    Partial,

    /// <summary>There is no vector; <see cref="UsageReading.Error"/> says why.</summary>
    Error,
}
