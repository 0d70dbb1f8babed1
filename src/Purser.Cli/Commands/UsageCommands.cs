using System.CommandLine;
using System.Text.Json;
using Purser.Cli.Api;
using Purser.Cli.Output;

namespace Purser.Cli.Commands;

/// <summary><c>purser usage</c>: reports from the ledger.</summary>
internal static class UsageCommands
{
    private const string Examples = """
        Examples:
          purser usage --by day --timezone Europe/Berlin
          purser usage --by agent,model --since 2026-11-01 --json
          purser usage --by tag:project --where user=alice --csv
        """;

    private static readonly Option<string> By = new("--by") { Description = "day, week, month, model, provider, agent, component, user, session, team, key, source, status or tag:K; several with commas", HelpName = "GROUPS", DefaultValueFactory = _ => "model" };
    private static readonly Option<string?> Since = new("--since") { Description = "From this instant or date on", HelpName = "WHEN" };
    private static readonly Option<string?> Until = new("--until") { Description = "Before this instant or date", HelpName = "WHEN" };
    private static readonly Option<string?> TimeZone = new("--timezone") { Description = "IANA zone of days, weeks and months (default UTC)", HelpName = "ZONE" };
    private static readonly Option<string[]> Where = new("--where") { Description = "Only calls with this value: user=alice; repeatable", HelpName = "NAME=VALUE" };
    private static readonly Option<bool> AsCsv = new("--csv") { Description = "Answer comma-separated values, every row of them" };

    public static Command Usage(CommandHost host)
    {
        var command = new Command("usage", "Reports what was used and what it cost.\n\n" + Examples) { By, Since, Until, TimeZone, Where, AsCsv };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var api = await host.ConnectAsync(parsed, cancellation);
            if (parsed.GetValue(AsCsv))
                await host.Terminal.Output.WriteAsync(await api.GetTextAsync(Target(parsed, "csv"), cancellation));
            else
                Show(host, parsed, await api.GetAsync(Target(parsed, null), cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    private static string Target(ParseResult parsed, string? format)
    {
        var query = new List<(string, string?)>
        {
            ("by", parsed.GetValue(By)),
            ("since", parsed.GetValue(Since)),
            ("until", parsed.GetValue(Until)),
            ("timezone", parsed.GetValue(TimeZone)),
            ("format", format),
        };
        query.AddRange((parsed.GetValue(Where) ?? []).Select(w => Pairs.Split("--where", w)).Select(p => (p.Name, (string?)p.Value)));
        return ApiClient.Target("/usage", [.. query]);
    }

    private static void Show(CommandHost host, ParseResult parsed, JsonElement report)
    {
        if (parsed.GetValue(GlobalOptions.Json))
            JsonView.WriteJson(host.Terminal, report);
        else
            UsageReportView.WriteTable(host.Terminal, report);
    }
}
