using System.CommandLine;
using System.Text.Json;
using Purser.Cli.Api;
using Purser.Cli.Output;

namespace Purser.Cli.Commands;

/// <summary><c>purser doctor</c>: what is wrong and what to do.</summary>
internal static class DoctorCommand
{
    private static readonly Option<bool> Verify = new("--verify") { Description = "Also fold the whole ledger and compare it with its balances" };

    public static Command Doctor(CommandHost host)
    {
        var command = new Command("doctor", "Checks store, clock, prices, open holds and disk, and says what to do.") { Verify };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var api = await host.ConnectAsync(parsed, cancellation);
            var answer = await api.GetAsync(ApiClient.Target("/doctor", ("verify", parsed.GetValue(Verify) ? "true" : null)), cancellation);
            if (parsed.GetValue(GlobalOptions.Json))
                JsonView.WriteJson(host.Terminal, answer);
            else
                JsonView.WriteTable(host.Terminal, JsonView.RowsOf(answer), [new("level", "level"), new("check", "name"), new("finding", "message"), new("advice", "advice")], "Nothing was checked.");
            return JsonView.RowsOf(answer).Any(IsError) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static bool IsError(JsonElement finding) => Cell.Of(new Column("", "level").ValueIn(finding)) == "error";
}
