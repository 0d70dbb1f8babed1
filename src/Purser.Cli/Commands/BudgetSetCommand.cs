using System.CommandLine;
using System.Text.Json.Nodes;
using Purser.Cli.Api;

namespace Purser.Cli.Commands;

/// <summary><c>purser budget set</c>: makes or changes a budget. What is left out comes from the preset.</summary>
internal static class BudgetSetCommand
{
    private const string Examples = """
        Examples:
          purser budget set daily --limit 5usd --window day --timezone Europe/Berlin
          purser budget set per-user --limit 100000tokens:output --window rolling:5h --each user
          purser budget set alice --limit 1000requests --window month --match user=alice --mode track
        """;

    private static readonly Argument<string> Name = new("NAME") { Description = "The budget's name" };
    private static readonly Option<string> Limit = new("--limit") { Description = "5usd, 100000tokens[:input|:output] or 1000requests", HelpName = "LIMIT", Required = true };
    private static readonly Option<string?> Window = new("--window") { Description = "session, hour, day, week, month, quarter, year, total, rolling:5h or fixed:5h", HelpName = "WINDOW" };
    private static readonly Option<string[]> Match = new("--match") { Description = "Only calls with this value: user=alice; repeatable", HelpName = "NAME=VALUE" };
    private static readonly Option<string?> Each = new("--each") { Description = "A limit for each value of user, session, agent, …", HelpName = "NAME" };
    private static readonly Option<int?> MaxInstances = new("--max-instances") { Description = "Most values that --each counts (default 10,000)", HelpName = "N" };
    private static readonly Option<string?> Mode = Words("--mode", "What happens at the limit (default strict)", "strict", "guarded", "track", "audit");
    private static readonly Option<string?> Preset = Words("--preset", "Settings to start from (default strict)", "strict", "session", "user");
    private static readonly Option<string?> TimeZone = new("--timezone") { Description = "IANA zone of calendar windows (default: the server's)", HelpName = "ZONE" };
    private static readonly Option<bool> Fit = new("--fit") { Description = "Lower a call's output limit when it does not fit (default)" };
    private static readonly Option<bool> NoFit = new("--no-fit") { Description = "Refuse instead" };

    public static Command Set(CommandHost host)
    {
        var command = new Command("set", "Makes a budget or changes it; counters are never reset by a change of limit.\n\n" + Examples)
        {
            Name, Limit, Window, Match, Each, MaxInstances, Mode, Preset, TimeZone, Fit, NoFit,
        };
        host.Run(
            command,
            parsed => new("PUT", $"/budgets/{ApiClient.Segment(parsed.GetRequiredValue(Name))}", Body(parsed)),
            host.Say(parsed => $"Set {parsed.GetValue(Name)}: {parsed.GetValue(Limit)}."));
        return command;
    }

    private static JsonObject Body(ParseResult parsed)
    {
        if (parsed.GetValue(Fit) && parsed.GetValue(NoFit))
            throw new CommandFailedException("Choose one: --fit or --no-fit.", ExitCode.WrongUsage);
        var body = new JsonObject { ["name"] = parsed.GetValue(Name), ["limit"] = parsed.GetValue(Limit) };
        Add(body, "window", parsed.GetValue(Window));
        Add(body, "each", parsed.GetValue(Each));
        Add(body, "mode", parsed.GetValue(Mode));
        Add(body, "preset", parsed.GetValue(Preset));
        Add(body, "zone", parsed.GetValue(TimeZone));
        if (parsed.GetValue(MaxInstances) is { } most)
            body["max_instances"] = most;
        if (parsed.GetValue(Fit) || parsed.GetValue(NoFit))
            body["fit"] = parsed.GetValue(Fit);
        if (parsed.GetValue(Match) is { Length: > 0 } matches)
            body["match"] = new JsonObject(matches.Select(m => Pairs.Split("--match", m)).Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Value)));
        return body;
    }

    private static void Add(JsonObject body, string name, string? value)
    {
        if (value is not null)
            body[name] = value;
    }

    private static Option<string?> Words(string name, string description, params string[] words)
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}
