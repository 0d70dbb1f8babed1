using Purser.Cli.Tests.Api;

namespace Purser.Cli.Tests.Commands;

public sealed class ReportCommandsTests
{
    private const string Usage = """{"input_uncached":1000,"input_audio":0,"cache_read":200,"cache_write_5m":0,"cache_write_1h":0,"output_text":30,"output_audio":0,"output_reasoning":4,"total":1234}""";

    private const string Report = $$$"""{"rows":[{"key":{"user":"al\u001b[31mice"},"calls":3,"unmetered":0,"usage":{{{Usage}}},"cost_usd":"0.012","charged_usd":"0.012"}],"totals":{"key":{},"calls":3,"unmetered":0,"usage":{{{Usage}}},"cost_usd":"0.012","charged_usd":"0.012"}}""";

    [Fact]
    public async Task Usage_asks_for_groups_range_zone_and_filters()
    {
        var api = new FakeApi(200, Report);
        using var run = await CommandRun.OfAsync(api, "usage", "--by", "day", "--since", "2026-11-01", "--timezone", "Europe/Berlin", "--where", "tag:k=v w", "--json");
        run.Status.ShouldBe(ExitCode.Done);
        api.Calls.ShouldHaveSingleItem().Target.ShouldBe("/usage?by=day&since=2026-11-01&timezone=Europe%2FBerlin&tag%3Ak=v%20w");
    }

    [Fact]
    public async Task Usage_as_a_table_shows_sums_and_defuses_control_characters()
    {
        using var run = await CommandRun.OfAsync(new FakeApi(200, Report), "usage", "--by", "user");
        run.Output.ShouldContain("1,200");
        run.Output.ShouldContain("1,234");
        run.Output.ShouldContain("0.012");
        run.Output.ShouldContain("al\uFFFD[31mice");
        run.Output.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task Usage_as_csv_is_what_the_ledger_wrote()
    {
        var api = new FakeApi(200, "user,calls\r\nalice,3\r\n");
        using var run = await CommandRun.OfAsync(api, "usage", "--by", "user", "--csv");
        api.Calls.ShouldHaveSingleItem().Target.ShouldBe("/usage?by=user&format=csv");
        run.Output.ShouldBe("user,calls\r\nalice,3\r\n");
    }

    [Fact]
    public async Task Usage_without_rows_says_so()
    {
        using var run = await CommandRun.OfAsync(new FakeApi(200, $$$"""{"rows":[],"totals":{"key":{},"calls":0,"unmetered":0,"usage":{{{Usage}}},"cost_usd":"0","charged_usd":"0"}}"""), "usage");
        run.Output.ShouldBe("No calls in that range.\n");
    }

    [Fact]
    public async Task Why_shows_the_decision_and_its_entries()
    {
        var api = new FakeApi(200, """{"id":"r1","decision":"refused","refusal":{"budget_id":"daily","limit":5},"entries":[{"kind":"refuse","at":"2026-11-20T12:00:00Z"}],"events":[]}""");
        using var run = await CommandRun.OfAsync(api, "why", "r1");
        api.Calls.ShouldHaveSingleItem().Target.ShouldBe("/requests/r1");
        run.Output.ShouldContain("decision  refused");
        run.Output.ShouldContain("budget_id=daily");
        run.Output.ShouldContain("2026-11-20T12:00:00Z");
    }

    [Fact]
    public async Task Sessions_are_listed_like_a_report()
    {
        var api = new FakeApi(200, Report);
        using var run = await CommandRun.OfAsync(api, "sessions", "list");
        api.Calls.ShouldHaveSingleItem().Target.ShouldBe("/sessions");
        run.Output.ShouldContain("1,234");
    }

    [Theory]
    [InlineData("ok", ExitCode.Done)]
    [InlineData("warning", ExitCode.Done)]
    [InlineData("error", ExitCode.Failed)]
    public async Task Doctor_fails_when_a_check_fails(string level, int exitCode)
    {
        var api = new FakeApi(200, $$"""{"status":"{{level}}","checks":[{"name":"disk","level":"{{level}}","message":"1 MiB free.","advice":"Free space."}]}""");
        using var run = await CommandRun.OfAsync(api, "doctor", "--verify");
        api.Calls.ShouldHaveSingleItem().Target.ShouldBe("/doctor?verify=true");
        run.Status.ShouldBe(exitCode);
        run.Output.ShouldContain("1 MiB free.");
    }
}
