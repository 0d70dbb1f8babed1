namespace Purser.Cli.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_names_the_product_and_exits_0()
    {
        using var run = await CommandRun.OfAsync("--help");
        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("Keeps the accounts of LLM agents");
        run.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_command_exits_2_and_says_where_help_is()
    {
        using var run = await CommandRun.OfAsync("spend");
        run.ExitCode.ShouldBe(ExitCode.WrongUsage);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("spend");
        run.Error.ShouldContain("--help");
    }
}
