using System.Text.Json.Nodes;
using Purser.Cli.Tests.Api;

namespace Purser.Cli.Tests.Commands;

public sealed class BudgetCommandsTests
{
    private const string Shown = """
        {"name":"daily","unit":"usd","limit":"5","window":"day","mode":"strict","instances":[{"key":{"user":"alice"},"window_start":"2026-11-20T00:00:00Z","resets_at":"2026-11-21T00:00:00Z","settled":"4.1","held":"0.1","available":"0.8","state":"warning"}]}
        """;

    [Fact]
    public async Task Set_sends_only_what_was_stated()
    {
        var api = new FakeApi(201, Shown);
        using var run = await CommandRun.OfAsync(api, "budget", "set", "daily", "--limit", "5usd", "--window", "day");
        run.Status.ShouldBe(ExitCode.Done);
        var (method, target, body) = api.Calls.ShouldHaveSingleItem();
        (method, target).ShouldBe(("PUT", "/budgets/daily"));
        body.ShouldBe("""{"name":"daily","limit":"5usd","window":"day"}""");
    }

    [Fact]
    public async Task Set_sends_every_option_of_the_grammar()
    {
        var api = new FakeApi(201, Shown);
        using var run = await CommandRun.OfAsync(api, "budget", "set", "team/a", "--limit", "100000tokens:output", "--window", "rolling:5h", "--match", "user=alice", "--match", "tag:env=prod",
            "--each", "session", "--max-instances", "7", "--mode", "guarded", "--preset", "user", "--timezone", "Europe/Berlin", "--no-fit");
        run.Error.ShouldBeEmpty();
        var (_, target, body) = api.Calls.ShouldHaveSingleItem();
        target.ShouldBe("/budgets/team%2Fa");
        JsonNode.DeepEquals(JsonNode.Parse(body), JsonNode.Parse("""
            {"name":"team/a","limit":"100000tokens:output","window":"rolling:5h","match":{"user":"alice","tag:env":"prod"},"each":"session",
             "max_instances":7,"mode":"guarded","preset":"user","zone":"Europe/Berlin","fit":false}
            """)).ShouldBeTrue(body);
    }

    [Theory]
    [InlineData("--fit --no-fit")]
    [InlineData("--match user")]
    [InlineData("--match =alice")]
    public async Task Set_refuses_what_contradicts_itself_before_it_sends(string options)
    {
        var api = new FakeApi(201, Shown);
        using var run = await CommandRun.OfAsync(api, ["budget", "set", "x", "--limit", "5usd", .. options.Split(' ')]);
        run.Status.ShouldBe(ExitCode.WrongUsage);
        api.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Show_prints_the_answer_unchanged_for_machines()
    {
        using var run = await CommandRun.OfAsync(new FakeApi(200, Shown), "budget", "show", "daily", "--json");
        run.Output.TrimEnd().ShouldBe(Shown.TrimEnd());
    }

    [Fact]
    public async Task Show_prints_instances_for_people()
    {
        using var run = await CommandRun.OfAsync(new FakeApi(200, Shown), "budget", "show", "daily");
        run.Output.ShouldContain("daily: 5 usd per day, strict");
        run.Output.ShouldContain("user=alice");
        run.Output.ShouldContain("warning");
    }

    [Fact]
    public async Task An_empty_list_says_how_to_set_a_budget()
    {
        using var run = await CommandRun.OfAsync(new FakeApi(200, """{"budgets":[]}"""), "budget", "list");
        run.Output.ShouldContain("purser budget set");
    }

    [Fact]
    public async Task Override_sends_amount_reason_and_end()
    {
        var api = new FakeApi(201, "{}");
        using var run = await CommandRun.OfAsync(api, "budget", "override", "daily", "--by", "5usd", "--until", "2026-12-01T00:00:00Z", "--reason", "release");
        var (method, target, body) = api.Calls.ShouldHaveSingleItem();
        (method, target).ShouldBe(("POST", "/budgets/daily/override"));
        body.ShouldBe("""{"by":"5usd","reason":"release","until":"2026-12-01T00:00:00Z"}""");
        run.Output.ShouldBe("Raised daily by 5usd.\n");
    }

    [Fact]
    public async Task Remove_confirms_an_empty_answer()
    {
        var api = new FakeApi(204, "");
        using var run = await CommandRun.OfAsync(api, "budget", "remove", "daily");
        api.Calls.ShouldHaveSingleItem().Method.ShouldBe("DELETE");
        run.Output.ShouldBe("Removed daily.\n");
    }
}
