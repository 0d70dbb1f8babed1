namespace Purser.Cli.Demo;

/// <summary>A call that a budget refused: who made it, its id, and what the caller was told.</summary>
internal sealed record DemoRefusal(DemoAgent Agent, int Call, string RequestId, string Message);
