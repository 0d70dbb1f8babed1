using System.CommandLine;
using Purser.Cli.Api;

namespace Purser.Cli.Commands;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Answer JSON, every row of it", Recursive = true };

    public static Option<DirectoryInfo?> Data { get; } = new("--data") { Description = "The data directory (default: the user's data folder)", HelpName = "DIR", Recursive = true };

    public static Option<string?> Store { get; } = new("--store") { Description = "Another store than the data directory's own: sqlite:FILE", HelpName = "STORE", Recursive = true };

    public static Option<Uri?> Server { get; } = new("--server") { Description = "Speak to a running server, for example http://127.0.0.1:4700", HelpName = "URL", Recursive = true, CustomParser = HttpUrl };

    public static Option<string?> Key { get; } = new("--key") { Description = "The key for --server (default: the environment's PURSER_KEY)", HelpName = "KEY", Recursive = true };

    public static IEnumerable<Option> All => [Json, Data, Store, Server, Key];

    public static ConnectionChoice Connection(ParseResult parsed)
    {
        var server = parsed.GetValue(Server);
        var data = parsed.GetValue(Data);
        var store = parsed.GetValue(Store);
        if (server is not null && (data is not null || store is not null))
            throw new CommandFailedException("--server speaks to a server from afar: leave --data and --store out.", ExitCode.WrongUsage);
        if (data is not null && store is not null)
            throw new CommandFailedException("Name one ledger: --data or --store.", ExitCode.WrongUsage);
        return new(data?.FullName, store, server, parsed.GetValue(Key) ?? Environment.GetEnvironmentVariable("PURSER_KEY"));
    }

    private static Uri? HttpUrl(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        result.AddError($"--server: '{result.Tokens[0].Value}' is no http address; write for example http://127.0.0.1:4700.");
        return null;
    }
}
