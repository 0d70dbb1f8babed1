using Purser.Cli.Tests.Api;

namespace Purser.Cli.Tests.Commands;

public sealed class PriceAndKeyCommandsTests
{
    [Fact]
    public async Task Price_set_sends_exact_rates_and_keeps_slashes_of_the_model()
    {
        var api = new FakeApi(200, "{}");
        using var run = await CommandRun.OfAsync(api, "price", "set", "groq/meta/llama", "--input", "0.25", "--output", "2", "--cache-read", "0.0250");
        var (method, target, body) = api.Calls.ShouldHaveSingleItem();
        (method, target).ShouldBe(("PUT", "/prices/groq/meta%2Fllama"));
        body.ShouldBe("""{"input":0.25,"output":2,"cache_read":0.0250}""");
        run.Output.ShouldBe("Set the price of groq/meta/llama.\n");
    }

    [Theory]
    [InlineData("gpt-5")]
    [InlineData("/gpt-5")]
    [InlineData("openai/")]
    public async Task A_price_needs_provider_and_model(string model)
    {
        using var run = await CommandRun.OfAsync("price", "show", model);
        run.Status.ShouldBe(ExitCode.WrongUsage);
        run.Error.ShouldContain("PROVIDER/MODEL");
    }

    [Fact]
    public async Task Import_of_a_missing_file_fails_with_its_name()
    {
        using var run = await CommandRun.OfAsync("price", "import", "no-such-file.json");
        run.Status.ShouldBe(ExitCode.Failed);
        run.Error.ShouldContain("no-such-file.json");
    }

    [Fact]
    public async Task Key_create_sends_who_it_is_for_and_warns_that_it_is_shown_once()
    {
        var api = new FakeApi(201, """{"id":"k1","key":"pk-purser-secret","name":"ci"}""");
        using var run = await CommandRun.OfAsync(api, "key", "create", "--name", "ci", "--user", "bot", "--tag", "project=atlas", "--scope", "viewer");
        api.Calls.ShouldHaveSingleItem().Body.ShouldBe("""{"name":"ci","user":"bot","tags":{"project":"atlas"},"scopes":["viewer"]}""");
        run.Output.ShouldContain("pk-purser-secret");
        run.Error.ShouldContain("not shown again");
    }

    [Fact]
    public async Task Key_revoke_names_the_key()
    {
        var api = new FakeApi(200, "{}");
        using var run = await CommandRun.OfAsync(api, "key", "revoke", "k1");
        (api.Calls[0].Method, api.Calls[0].Target).ShouldBe(("DELETE", "/keys/k1"));
    }
}
