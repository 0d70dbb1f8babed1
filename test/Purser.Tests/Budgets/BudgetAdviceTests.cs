using FsCheck;
using FsCheck.Fluent;
using Purser.Budgets;

namespace Purser.Tests.Budgets;

public sealed class BudgetAdviceTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(new long[] { }, null)]
    [InlineData(new long[] { 0, 0, 0 }, null)]
    [InlineData(new long[] { 10 }, 12L)]
    [InlineData(new long[] { 3, 1, 2 }, 4L)]
    [InlineData(new long[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 1000 }, 23L)]
    public void Recommend_IsThe95thPercentileAndAFifthMore(long[] daily, long? limit) => BudgetAdvice.Recommend(daily).ShouldBe(limit);

    [Fact]
    public void Recommend_BeyondInt64_Throws() => Should.Throw<OverflowException>(() => BudgetAdvice.Recommend([long.MaxValue]));

    [Fact]
    public void Recommend_AtMostOneDayInTwenty_UsedMoreThanIt() => Prop.ForAll(
        Arb.From(Gen.Choose(1, 1_000_000).ArrayOf().Where(static a => a.Length > 0)),
        days => days.Count(d => d > BudgetAdvice.Recommend([.. days.Select(static d => (long)d)])) * 20 <= days.Length).Check(Config.QuickThrowOnFailure);

    [Theory]
    [InlineData(1, null)]
    [InlineData(6, 400L)]
    [InlineData(12, 200L)]
    [InlineData(24, 100L)]
    [InlineData(30, 100L)]
    public void R28_Forecast_IsLinearBurnToTheEndOfTheWindow(int hours, long? expected) =>
        BudgetAdvice.Forecast(100, Start, Start.AddDays(1), Start.AddHours(hours)).ShouldBe(expected);

    [Fact]
    public void R28_Forecast_BeyondInt64_IsItsLargest() =>
        BudgetAdvice.Forecast(long.MaxValue / 2, Start, Start.AddDays(10), Start.AddDays(1)).ShouldBe(long.MaxValue);

    [Theory]
    [InlineData(new long[] { 10, 11, 9, 10, 12 }, 16, false)]
    [InlineData(new long[] { 10, 11, 9, 10, 12 }, 21, true)]
    [InlineData(new long[] { 10, 10, 10, 10, 10 }, 20, false)]
    [InlineData(new long[] { 10, 10, 10, 10, 10 }, 21, true)]
    [InlineData(new long[] { 10, 10, 10, 500, 10 }, 400, true)]
    [InlineData(new long[] { 10, 50, 90, 20, 70 }, 140, false)]
    [InlineData(new long[] { 0, 0, 0, 0 }, 1000, false)]
    public void R28_Anomaly_IsFarAboveTheMedianOfEarlierPeriods(long[] earlier, long latest, bool anomalous) =>
        BudgetAdvice.IsAnomalous(earlier, latest).ShouldBe(anomalous);
}
