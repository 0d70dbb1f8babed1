using System.Net;
using System.Text.Json;
using Purser.Budgets;
using Purser.Calls;
using Purser.EndToEnd.Harness;
using Purser.Ledger;

namespace Purser.EndToEnd.Budgets;

/// <summary>The promise (budgets 1) through every door: 5 USD admit exactly 50 of 1,000 concurrent calls of 0.10 USD.</summary>
public sealed class ThousandCallsTests
{
    private const int Calls = 1000;
    private const long TenCents = 100_000_000;

    [Fact]
    public async Task Through_the_gateway_exactly_50_reach_the_model_and_nothing_stays_held()
    {
        await using var house = await House.StartAsync(Prices.WithBudget("five", "5usd"));
        var statuses = await Task.WhenAll(Enumerable.Range(0, Calls).Select(i => CallAsync(house, i)));

        statuses.Count(s => s == HttpStatusCode.OK).ShouldBe(50);
        statuses.Count(s => s == HttpStatusCode.TooManyRequests).ShouldBe(950);
        house.Model.Calls.Count.ShouldBe(50);
        await SpentExactlyAsync(house);
    }

    [Fact]
    public async Task Through_reservations_exactly_50_are_granted_and_nothing_stays_held()
    {
        await using var house = await House.StartAsync(Prices.WithBudget("five", "5usd"));
        var granted = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => ReserveAsync(house)));

        granted.Count(g => g).ShouldBe(50);
        await SpentExactlyAsync(house);
    }

    [Fact]
    public async Task Through_the_library_exactly_50_are_admitted_and_nothing_stays_held()
    {
        var budget = BudgetPresets.Create(BudgetPreset.Strict, "five", BudgetLimit.Parse("5usd"), BudgetWindow.Parse("total"));
        var options = new PurserOptions();
        options.Budgets.Add(budget);
        await using var purser = await PurserService.OpenAsync(options, TestContext.Current.CancellationToken);

        var admitted = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => Task.Run(() => CallAsync(purser))));

        admitted.Count(a => a).ShouldBe(50);
        var instance = purser.Budgets.Show("five")!.Instances.ShouldHaveSingleItem();
        instance.Settled.ShouldBe(50 * TenCents);
        instance.Held.ShouldBe(0);
    }

    private static async Task<bool> CallAsync(PurserService purser)
    {
        var hold = new Amounts(TenCents, null, null, null);
        var admission = await purser.Calls.BeginAsync(new CallIntent { Attributes = new CallAttributes(), StatedHold = hold, Source = UsageSource.Library }, CancellationToken.None);
        if (admission.Hold.Verdict != HoldVerdict.Admitted)
            return false;
        await purser.Calls.CompleteAsync(admission, new CallOutcome { End = CallEnd.Complete, Stated = hold }, CancellationToken.None);
        return true;
    }

    private static async Task<HttpStatusCode> CallAsync(House house, int index)
    {
        using var request = Requests.Chat(house.Server.Url, output: 100, stream: index % 2 == 0);
        using var answer = await house.Server.Http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
        {
            text.ShouldContain("budget_exceeded");
            text.ShouldContain("\"purser\"");
            answer.Headers.GetValues("x-should-retry").ShouldBe(["false"]);
        }

        return answer.StatusCode;
    }

    private static async Task<bool> ReserveAsync(House house)
    {
        using var answer = await house.Server.Http.PostAsync(house.Server.Url + "/api/v1/reservations", Requests.Json("""{"context":{"user":"alice"},"hold":{"cost_usd":"0.10"}}"""));
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            return false;
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        body.GetProperty("held_usd").GetString().ShouldBe("0.1");
        var id = body.GetProperty("id").GetString();
        using var settled = await house.Server.Http.PostAsync($"{house.Server.Url}/api/v1/reservations/{id}/settle", Requests.Json("""{"cost_usd":"0.10"}"""));
        settled.StatusCode.ShouldBe(HttpStatusCode.OK, await settled.Content.ReadAsStringAsync());
        return true;
    }

    private static async Task SpentExactlyAsync(House house)
    {
        var instance = (await house.JsonAsync("budget", "show", "five")).GetProperty("instances").EnumerateArray().ShouldHaveSingleItem();
        decimal.Parse(instance.GetProperty("settled").GetString()!).ShouldBe(5.000000000m);
        decimal.Parse(instance.GetProperty("held").GetString()!).ShouldBe(0m);
        decimal.Parse(instance.GetProperty("available").GetString()!).ShouldBe(0m);
        instance.GetProperty("state").GetString().ShouldBe("exhausted");
    }
}
