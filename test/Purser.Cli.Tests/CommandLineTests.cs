using Purser.Cli.Tests.Api;

namespace Purser.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_names_the_product_and_exits_0()
    {
        using var run = await CommandRun.OfAsync("--help");
        run.Status.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("Keeps the accounts of LLM agents");
        run.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("spend", "'purser --help'")]
    [InlineData("budget set x --window day", "'purser budget set --help'")]
    [InlineData("budget set x --limit 5usd --mode fierce", "'purser budget set --help'")]
    [InlineData("usage --server nowhere", "'purser usage --help'")]
    public async Task Wrong_usage_exits_2_and_says_where_help_is(string line, string hint)
    {
        using var run = await CommandRun.OfAsync(line.Split(' '));
        run.Status.ShouldBe(ExitCode.WrongUsage);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(hint);
    }

    [Fact]
    public async Task Help_of_a_command_wins_over_its_missing_options_and_shows_examples()
    {
        using var run = await CommandRun.OfAsync("budget", "set", "--help");
        run.Status.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("purser budget set daily --limit 5usd --window day");
    }

    [Fact]
    public async Task The_connection_is_chosen_by_the_global_options()
    {
        var api = new FakeApi(200, """{"budgets":[]}""");
        using var run = await CommandRun.OfAsync(api, "budget", "list", "--server", "http://127.0.0.1:4700", "--key", "k1");
        run.Status.ShouldBe(ExitCode.Done);
        api.Choice.ShouldBe(new(null, null, new Uri("http://127.0.0.1:4700"), "k1"));
    }

    [Theory]
    [InlineData("--server http://127.0.0.1:1 --data here")]
    [InlineData("--store sqlite:a.db --data here")]
    public async Task Two_ledgers_at_once_are_wrong_usage(string options)
    {
        using var run = await CommandRun.OfAsync(["budget", "list", .. options.Split(' ')]);
        run.Status.ShouldBe(ExitCode.WrongUsage);
        run.Error.ShouldStartWith("purser: ");
    }
}
