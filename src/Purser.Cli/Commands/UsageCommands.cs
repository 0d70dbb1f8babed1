using System.CommandLine;
using System.Text.Json;
using Purser.Cli.Api;
using Purser.Cli.Importing;
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
          purser usage --by day,model --from ~/.claude/projects/*/*.jsonl
          purser usage import ~/.claude/projects/*/*.jsonl
        """;

    private static readonly Option<string> By = new("--by") { Description = "day, week, month, model, provider, agent, component, user, session, team, key, source, status or tag:K; several with commas", HelpName = "GROUPS", DefaultValueFactory = _ => "model" };
    private static readonly Option<string?> Since = new("--since") { Description = "From this instant or date on", HelpName = "WHEN" };
    private static readonly Option<string?> Until = new("--until") { Description = "Before this instant or date", HelpName = "WHEN" };
    private static readonly Option<string?> TimeZone = new("--timezone") { Description = "IANA zone of days, weeks and months (default UTC)", HelpName = "ZONE" };
    private static readonly Option<string[]> Where = new("--where") { Description = "Only calls with this value: user=alice; repeatable", HelpName = "NAME=VALUE" };
    private static readonly Option<string[]> From = new("--from") { Description = "Report over these transcripts or JSON lines of usage events instead of the ledger; writes nothing", HelpName = "FILE…", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Provider = new("--provider") { Description = "The transcripts' dialect (default: detected)", HelpName = "NAME" };
    private static readonly Argument<string[]> Files = new("FILE") { Description = "Transcripts or JSON lines of usage events, plain or .gz", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<bool> AsCsv = new("--csv") { Description = "Answer comma-separated values, every row of them" };

    public static Command Usage(CommandHost host)
    {
        var command = new Command("usage", "Reports what was used and what it cost.\n\n" + Examples) { By, Since, Until, TimeZone, Where, AsCsv, From, Provider };
        command.Subcommands.Add(Import(host));
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var api = await OpenAsync(host, parsed, cancellation);
            if (parsed.GetValue(AsCsv))
                await host.Terminal.Output.WriteAsync(await api.GetTextAsync(Target(parsed, "csv"), cancellation));
            else
                Show(host, parsed, await api.GetAsync(Target(parsed, null), cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    private static async ValueTask<ApiClient> OpenAsync(CommandHost host, ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(From) is not { Length: > 0 } files)
            return await host.ConnectAsync(parsed, cancellation);
        var api = await Connector.InMemoryAsync(GlobalOptions.Connection(parsed), cancellation);
        try
        {
            Complain(host, await UsageImport.RunAsync(api, files, parsed.GetValue(Provider), host.Terminal.Error.WriteLine, cancellation));
            return api;
        }
        catch
        {
            await api.DisposeAsync();
            throw;
        }
    }

    private static Command Import(CommandHost host)
    {
        var command = new Command("import", "Writes the usage in transcripts and JSON lines to the ledger. What it has already, from whatever source, is not counted again.\n\n"
            + "Examples:\n  purser usage import ~/.claude/projects/*/*.jsonl\n  purser usage import calls.jsonl.gz --server http://127.0.0.1:4700") { Files, Provider };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var api = await host.ConnectAsync(parsed, cancellation);
            var summary = await UsageImport.RunAsync(api, parsed.GetRequiredValue(Files), parsed.GetValue(Provider), host.Terminal.Error.WriteLine, cancellation);
            Complain(host, summary);
            if (parsed.GetValue(GlobalOptions.Json))
                JsonView.WriteJson(host.Terminal, summary.ToJson());
            else
                JsonView.WriteDetails(host.Terminal, summary.ToJson());
            return summary.Rejected > 0 ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }

    private static void Complain(CommandHost host, ImportSummary summary)
    {
        foreach (var problem in summary.Problems)
            host.Terminal.Error.WriteLine($"purser: rejected: {problem}");
        if (summary.UnreadableLines > 0)
            host.Terminal.Error.WriteLine($"purser: {summary.UnreadableLines:N0} lines could not be read and were passed over");
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
