namespace Purser.Tokens.Mapping;

/// <summary>The vector of one usage object, with what was remarkable about it.</summary>
internal readonly record struct MappedUsage(TokenUsage Usage, long? ReportedTotal, UsageFlags Flags, UsageExtra Extra)
{
    /// <summary>Whether a base count is missing.</summary>
    public bool IsPartial => (Flags & (UsageFlags.InputMissing | UsageFlags.OutputMissing)) != UsageFlags.None;
}
