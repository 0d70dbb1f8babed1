using Purser.Cli.Api;

namespace Purser.Cli.Tests.Api;

public sealed class ApiClientTests
{
    [Theory]
    [InlineData(400, ExitCode.WrongUsage)]
    [InlineData(404, ExitCode.Failed)]
    [InlineData(429, ExitCode.RefusedByBudget)]
    [InlineData(503, ExitCode.Failed)]
    public async Task A_problem_becomes_its_detail_on_stderr_and_an_exit_code(int status, int exitCode)
    {
        var api = new FakeApi(status, """{"title":"No","detail":"There is no budget 'x'.","status":0}""");
        using var run = await CommandRun.OfAsync(api, "budget", "show", "x");
        run.Status.ShouldBe(exitCode);
        run.Error.ShouldBe("purser: There is no budget 'x'.\n");
        run.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_error_of_a_validation_problem_is_listed()
    {
        var api = new FakeApi(400, """{"title":"t","detail":"Not valid.","errors":[{"field":"limit","message":"Write 5usd."},{"field":"zone","message":"No such zone."}]}""");
        using var run = await CommandRun.OfAsync(api, "budget", "set", "x", "--limit", "5");
        run.Error.ShouldBe("purser: Not valid.\n  limit: Write 5usd.\n  zone: No such zone.\n");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[1]")]
    public async Task An_answer_that_is_no_problem_is_still_a_message(string body)
    {
        using var run = await CommandRun.OfAsync(new FakeApi(502, body), "budget", "list");
        run.Status.ShouldBe(ExitCode.Failed);
        run.Error.ShouldStartWith("purser: The ");
    }

    [Fact]
    public void Targets_encode_names_and_values_and_leave_out_what_is_absent() =>
        ApiClient.Target("/usage", ("by", "tag:a b"), ("since", null), ("user", "a&b=c")).ShouldBe("/usage?by=tag%3Aa%20b&user=a%26b%3Dc");
}
