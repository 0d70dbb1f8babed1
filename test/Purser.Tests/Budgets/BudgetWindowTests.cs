using Purser.Budgets;

namespace Purser.Tests.Budgets;

public sealed class BudgetWindowTests
{
    [Theory]
    [InlineData("session")]
    [InlineData("hour")]
    [InlineData("day")]
    [InlineData("week")]
    [InlineData("month")]
    [InlineData("quarter")]
    [InlineData("year")]
    [InlineData("total")]
    [InlineData("rolling:5h")]
    [InlineData("fixed:90m")]
    [InlineData("fixed:7d")]
    public void R22_TextForm_ReadsBack(string text) => BudgetWindow.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("fortnight")]
    [InlineData("7")]
    [InlineData("rolling")]
    [InlineData("rolling:")]
    [InlineData("rolling:5")]
    [InlineData("rolling:5s")]
    [InlineData("rolling:400d")]
    [InlineData("rolling:-5h")]
    [InlineData("day:5h")]
    public void R22_NoWindow_IsRefusedWithTheForms(string text) =>
        Should.Throw<FormatException>(() => BudgetWindow.Parse(text)).Message.ShouldContain("rolling:5h");

    [Theory]
    [InlineData("5usd", BudgetUnit.Usd, 5_000_000_000)]
    [InlineData("0.000000001usd", BudgetUnit.Usd, 1)]
    [InlineData("100000tokens", BudgetUnit.TokensTotal, 100_000)]
    [InlineData("100000tokens:output", BudgetUnit.TokensOutput, 100_000)]
    [InlineData("1000requests", BudgetUnit.Requests, 1_000)]
    public void R2_LimitText_ReadsBack(string text, BudgetUnit unit, long amount)
    {
        BudgetLimit.Parse(text).ShouldBe(new BudgetLimit(unit, amount));
        BudgetLimit.Parse(text).ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("usd")]
    [InlineData("5")]
    [InlineData("5eur")]
    [InlineData("-5usd")]
    [InlineData("0usd")]
    [InlineData("0.0000000001usd")]
    [InlineData("1.5tokens")]
    [InlineData("99999999999usd")]
    [InlineData("5,5usd")]
    public void R2_NoLimit_IsRefused(string text) => BudgetLimit.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    // Berlin: 23 hours on 29 March 2026, 25 on 25 October.
    [InlineData("Europe/Berlin", "day", "00:00", "2026-03-29T12:00Z", "2026-03-28T23:00Z", "2026-03-29T22:00Z")]
    [InlineData("Europe/Berlin", "day", "00:00", "2026-10-25T12:00Z", "2026-10-24T22:00Z", "2026-10-25T23:00Z")]
    // A reset time in the gap: the first valid instant after it.
    [InlineData("Europe/Berlin", "day", "02:30", "2026-03-29T12:00Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z")]
    // An ambiguous reset time: the earlier.
    [InlineData("Europe/Berlin", "day", "02:30", "2026-10-25T12:00Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z")]
    [InlineData("Europe/Berlin", "day", "02:30", "2026-10-25T00:40Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z")]
    // Sao Paulo used to skip midnight: the day began at 01:00.
    [InlineData("America/Sao_Paulo", "day", "00:00", "2018-11-04T12:00Z", "2018-11-04T03:00Z", "2018-11-05T02:00Z")]
    [InlineData("Asia/Kathmandu", "day", "00:00", "2026-06-01T00:00Z", "2026-05-31T18:15Z", "2026-06-01T18:15Z")]
    [InlineData("Asia/Kathmandu", "hour", "00:00", "2026-06-01T00:00Z", "2026-05-31T23:15Z", "2026-06-01T00:15Z")]
    [InlineData("Australia/Lord_Howe", "hour", "00:00", "2026-10-03T15:40Z", "2026-10-03T15:30Z", "2026-10-03T16:00Z")]
    [InlineData("Europe/Berlin", "hour", "00:00", "2026-10-25T01:20Z", "2026-10-25T00:00Z", "2026-10-25T02:00Z")]
    [InlineData("UTC", "week", "00:00", "2026-11-20T12:00Z", "2026-11-16T00:00Z", "2026-11-23T00:00Z")]
    [InlineData("UTC", "week", "00:00", "2026-11-16T00:00Z", "2026-11-16T00:00Z", "2026-11-23T00:00Z")]
    [InlineData("UTC", "quarter", "00:00", "2026-11-20T12:00Z", "2026-10-01T00:00Z", "2027-01-01T00:00Z")]
    [InlineData("UTC", "year", "06:00", "2026-01-01T05:59Z", "2025-01-01T06:00Z", "2026-01-01T06:00Z")]
    public void R25_CalendarWindow_StartsAndEndsAtTheFirstValidInstant(string zone, string window, string reset, string at, string start, string end)
    {
        var budget = Some.Budget(window: window) with { Zone = zone, ResetTime = TimeOnly.Parse(reset) };

        BudgetCalendar.At(budget, Instant(at)).ShouldBe(new WindowSpan(Instant(start), Instant(end)));
    }

    [Theory]
    [InlineData(31, "2026-02-10T00:00Z", "2026-01-31T00:00Z", "2026-02-28T00:00Z")]
    [InlineData(31, "2028-02-29T00:00Z", "2028-02-29T00:00Z", "2028-03-31T00:00Z")]
    [InlineData(30, "2026-03-01T00:00Z", "2026-02-28T00:00Z", "2026-03-30T00:00Z")]
    [InlineData(29, "2026-02-28T12:00Z", "2026-02-28T00:00Z", "2026-03-29T00:00Z")]
    [InlineData(15, "2026-01-01T00:00Z", "2025-12-15T00:00Z", "2026-01-15T00:00Z")]
    public void R25_MonthDayBeyondTheMonth_IsItsLastDay(int day, string at, string start, string end)
    {
        var budget = Some.Budget(window: "month") with { MonthDay = day };

        BudgetCalendar.At(budget, Instant(at)).ShouldBe(new WindowSpan(Instant(start), Instant(end)));
    }

    [Fact]
    public void R25_EveryInstantOfAYear_LiesInItsWindowAndWindowsAbut()
    {
        foreach (var zone in new[] { "Europe/Berlin", "Australia/Lord_Howe", "America/New_York" })
        {
            var budget = Some.Budget(window: "day") with { Zone = zone, ResetTime = new TimeOnly(2, 30) };
            var last = BudgetCalendar.At(budget, Instant("2026-01-01T00:00Z"));
            for (var at = Instant("2026-01-01T00:00Z"); at < Instant("2027-01-01T00:00Z"); at = at.AddMinutes(45))
            {
                var window = BudgetCalendar.At(budget, at);
                window.Contains(at).ShouldBeTrue();
                (window == last || window.Start == last.End).ShouldBeTrue();
                last = window;
            }
        }
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
