using Purser.Server.Configuration;
using Purser.Sqlite;

namespace Purser.Cli.Api;

/// <summary>The configuration that a command works under: files and environment of the process, then what the command line states.</summary>
internal static class Configurations
{
    /// <exception cref="ConfigurationException">Lists every error at once.</exception>
    public static PurserConfiguration Load(ConnectionChoice choice, params IEnumerable<CommandLineSetting> settings) =>
        ConfigurationLoader.Load(Request(choice, null, settings));

    public static ConfigurationRequest Request(ConnectionChoice choice, FileInfo? file, IEnumerable<CommandLineSetting> settings) =>
        ConfigurationRequest.FromProcess() with { File = file?.FullName, CommandLine = [.. DataOf(choice), .. settings] };

    private static IEnumerable<CommandLineSetting> DataOf(ConnectionChoice choice)
    {
        if (choice.Data is { } data)
            yield return new("server.data", data, "--data");
        if (choice.Store is { } store)
            yield return new("server.data", DirectoryOf(store), "--store");
    }

    // A ledger file is never alone: its lock, spool and last good copy stand beside it.
    private static string DirectoryOf(string store)
    {
        var cut = store.IndexOf(':');
        if (cut > 0 && store[..cut] == "sqlite" && Path.GetFileName(store[(cut + 1)..]) == SqliteStoreOptions.FileName)
            return Path.GetDirectoryName(Path.GetFullPath(store[(cut + 1)..]))!;
        throw new CommandFailedException($"--store: write sqlite:DIR/{SqliteStoreOptions.FileName}; '{store}' is no store of this version.", ExitCode.WrongUsage);
    }
}
