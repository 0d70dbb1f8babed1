using System.Text.RegularExpressions;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Commands;

/// <summary>The newcomer's first minute, as a process.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Demo_once_shows_three_agents_two_providers_a_cost_and_a_refusal()
    {
        var report = (await Processes.PurserAsync("demo", "--once", "--json")).ShouldSucceed().Json;
        var rows = report.GetProperty("usage").GetProperty("rows").EnumerateArray().Select(r => r.GetProperty("key")).ToArray();
        rows.Select(r => r.GetProperty("agent").GetString()).Distinct().Count().ShouldBeGreaterThanOrEqualTo(3);
        rows.Select(r => r.GetProperty("provider").GetString()).Distinct().Count().ShouldBeGreaterThanOrEqualTo(2);
        decimal.Parse(report.GetProperty("usage").GetProperty("totals").GetProperty("cost_usd").GetString()!).ShouldBeGreaterThan(0m);
        report.GetProperty("refused").EnumerateArray().ShouldNotBeEmpty();
        report.GetProperty("refused")[0].GetProperty("reason").GetString().ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Demo_once_prints_a_table_and_the_refused_call()
    {
        var text = (await Processes.PurserAsync("demo", "--once")).ShouldSucceed().Output;
        text.ShouldContain("Refused: ");
        Regex.IsMatch(text, @"openai", RegexOptions.None, TimeSpan.FromSeconds(1)).ShouldBeTrue(text);
        text.ShouldContain("anthropic");
    }
}
