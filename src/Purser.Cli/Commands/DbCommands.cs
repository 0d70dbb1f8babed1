using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Purser.Cli.Api;
using Purser.Cli.Output;
using Purser.Sqlite;

namespace Purser.Cli.Commands;

/// <summary><c>purser db</c>: the schema of the ledger's file.</summary>
internal static class DbCommands
{
    private static readonly Option<int?> To = new("--to") { Description = "The schema number to reach (default: the latest)", HelpName = "N" };
    private static readonly Option<bool> Down = new("--down") { Description = "Allow going back" };

    public static Command Db(CommandHost host) => new("db", "Shows and migrates the schema of the ledger, and puts back its last good copy.") { Status(host), Migrate(host), Restore(host) };

    private static Command Status(CommandHost host)
    {
        var command = new Command("status", "Shows the schema of the ledger's file and what is pending.");
        command.SetAction(parsed => Show(host, parsed, Options(parsed)));
        return command;
    }

    private static Command Migrate(CommandHost host)
    {
        var command = new Command("migrate", "Brings the schema to a number, in one transaction a step; needs the data directory for itself.") { To, Down };
        command.SetAction(parsed =>
        {
            var options = Options(parsed);
            var target = parsed.GetValue(To) ?? SqliteLedgerStore.Status(options).Latest;
            if (target < SqliteLedgerStore.Status(options).Current && !parsed.GetValue(Down))
                throw new CommandFailedException($"Schema {target} lies before the present one: say --down if that is meant.", ExitCode.WrongUsage);
            using var directory = DataDirectory.Own(options.Directory!, null, null, host.Terminal.Clock);
            SqliteLedgerStore.Migrate(options, target);
            return Show(host, parsed, options);
        });
        return command;
    }

    private static Command Restore(CommandHost host)
    {
        var command = new Command("restore", "Puts the last good copy in the ledger's place and keeps the damaged file beside it; needs the data directory for itself.");
        command.SetAction(async (parsed, _) =>
        {
            var options = Options(parsed);
            using var directory = DataDirectory.Own(options.Directory!, null, null, host.Terminal.Clock);
            try
            {
                var aside = await SqliteLedgerStore.RestoreAsync(options);
                Write(host, parsed, new JsonObject { ["restored"] = true, ["damaged_file"] = aside });
                return ExitCode.Done;
            }
            catch (FileNotFoundException e)
            {
                throw new CommandFailedException(e.Message, ExitCode.Failed);
            }
        });
        return command;
    }

    private static SqliteStoreOptions Options(ParseResult parsed) => new() { Directory = Configurations.Load(GlobalOptions.Connection(parsed)).Server.Data };

    private static int Show(CommandHost host, ParseResult parsed, SqliteStoreOptions options)
    {
        var status = SqliteLedgerStore.Status(options);
        Write(host, parsed, new JsonObject
        {
            ["current"] = status.Current,
            ["latest"] = status.Latest,
            ["pending"] = new JsonArray([.. status.Pending.Select(p => (JsonNode?)p)]),
            ["engine"] = status.EngineVersion,
        });
        return ExitCode.Done;
    }

    private static void Write(CommandHost host, ParseResult parsed, JsonObject json)
    {
        var answer = JsonSerializer.SerializeToElement(json);
        if (parsed.GetValue(GlobalOptions.Json))
            JsonView.WriteJson(host.Terminal, answer);
        else
            JsonView.WriteDetails(host.Terminal, answer);
    }
}
