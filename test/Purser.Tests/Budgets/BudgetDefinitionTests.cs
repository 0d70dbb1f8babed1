using System.Text;
using System.Text.Json;
using Purser.Budgets;

namespace Purser.Tests.Budgets;

public sealed class BudgetDefinitionTests
{
    [Fact]
    public void Validate_FiveErrors_AreAllReportedWithTheirKeys()
    {
        var budget = Some.Budget() with
        {
            Name = "a b",
            Match = new Dictionary<string, string> { ["colour"] = "red" },
            Zone = "Mars/Olympus",
            MaxHoldShare = 0,
            Wait = TimeSpan.FromSeconds(3),
        };

        BudgetDefinitionValidator.Validate(budget).Select(static e => e.Key).ShouldBe(["name", "match.colour", "zone", "max_hold_share", "wait"]);
    }

    [Fact]
    public void R29_StrictBudgetThatBlocksAtAThreshold_IsAnError()
    {
        var budget = Some.Budget() with { Actions = [new ThresholdAction(80, ThresholdActionKind.Approval)] };

        BudgetDefinitionValidator.Validate(budget).ShouldHaveSingleItem().Key.ShouldBe("actions");
    }

    [Theory]
    [InlineData(BudgetPreset.Strict)]
    [InlineData(BudgetPreset.Session)]
    [InlineData(BudgetPreset.User)]
    public void Preset_IsValidAndReadsBackFromJson(BudgetPreset preset)
    {
        var budget = BudgetPresets.Create(preset, "p", BudgetLimit.Parse("100000tokens")) with { Actions = [new ThresholdAction(80, ThresholdActionKind.Hint, "small:1")] };

        BudgetDefinitionValidator.Validate(budget).ShouldBeEmpty();
        var again = BudgetJson.Read(BudgetJson.Write(budget));
        Encoding.UTF8.GetString(BudgetJson.Write(again)).ShouldBe(Encoding.UTF8.GetString(BudgetJson.Write(budget)));
        again.Actions.ShouldBe(budget.Actions);
        again.Wait.ShouldBe(budget.Wait);
    }

    [Fact]
    public void Json_ShortForm_TakesTheDefaults()
    {
        var budget = BudgetJson.Read("""{"name":"daily","limit":"5usd","window":"day","match":{"user":"alice"},"mode":"guarded"}"""u8);

        budget.ShouldSatisfyAllConditions(
            () => budget.Limit.Amount.ShouldBe(5 * Some.Usd),
            () => budget.Mode.ShouldBe(BudgetMode.Guarded),
            () => budget.Thresholds.ShouldBe([50, 80, 95, 100]),
            () => budget.MaxHoldShare.ShouldBe(50),
            () => budget.MinFitOutput.ShouldBe(256),
            () => budget.MaxInstances.ShouldBe(10_000));
    }

    [Theory]
    [InlineData("""{"name":"d","limit":"5eur","window":"day"}""")]
    [InlineData("""{"name":"d","limit":"5usd","window":"fortnight"}""")]
    [InlineData("""{"name":"d","limit":"5usd","window":"day","colour":"red"}""")]
    [InlineData("""{"name":"d"}""")]
    public void Json_NoDefinition_Throws(string json) => Should.Throw<JsonException>(() => BudgetJson.Read(Encoding.UTF8.GetBytes(json)));
}
