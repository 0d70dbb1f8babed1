namespace Purser.Dialects;

/// <summary>Response headers that repeat the counts; they are read only when the body states none.</summary>
/// <param name="Input">Name of the input count's header, compared without case.</param>
/// <param name="Output">Name of the output count's header, compared without case.</param>
public sealed record UsageHeaders(string Input, string Output);
