namespace Purser.Cli;

/// <summary>Ends a command with a message for stderr that says what is wrong and what to do.</summary>
internal sealed class CommandFailedException(string message, int exitCode = ExitCode.Failed) : Exception(message)
{
    public int ExitCode => exitCode;
}
