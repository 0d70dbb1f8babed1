namespace Purser.Cli;

/// <summary>What the process answers its shell (design 6.1).</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int RefusedByBudget = 3;
}
