namespace Purser.Cli.Commands;

/// <summary>Arguments of the form <c>name=value</c>.</summary>
internal static class Pairs
{
    /// <exception cref="CommandFailedException">There is no name or no value.</exception>
    public static (string Name, string Value) Split(string option, string text)
    {
        var cut = text.IndexOf('=');
        if (cut <= 0 || cut == text.Length - 1)
            throw new CommandFailedException($"{option}: write NAME=VALUE, for example user=alice, not '{text}'.", ExitCode.WrongUsage);
        return (text[..cut], text[(cut + 1)..]);
    }
}
