using NodaTime;
using NodaTime.TimeZones;

namespace Purser.Budgets;

/// <summary>Calendar windows in a budget's zone (budgets R22, R25). A boundary is the first valid instant at or after the local reset time; an ambiguous one is the earlier.</summary>
internal static class BudgetCalendar
{
    private static readonly ZoneLocalMappingResolver Resolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The window that contains the instant.</summary>
    public static WindowSpan At(BudgetDefinition budget, DateTimeOffset now)
    {
        var zone = DateTimeZoneProviders.Tzdb[budget.Zone];
        var boundary = Floor(budget, Instant.FromDateTimeOffset(now).InZone(zone).LocalDateTime);
        var start = ToInstant(boundary, zone);
        while (start > now)
            start = ToInstant(boundary = Step(budget, boundary, -1), zone);
        var end = ToInstant(boundary = Step(budget, boundary, 1), zone);
        while (end <= now)
        {
            start = end;
            end = ToInstant(boundary = Step(budget, boundary, 1), zone);
        }

        return new WindowSpan(start, end);
    }

    private static DateTimeOffset ToInstant(LocalDateTime boundary, DateTimeZone zone) =>
        zone.ResolveLocal(boundary, Resolver).ToInstant().ToDateTimeOffset();

    private static LocalTime Reset(BudgetDefinition budget) => LocalTime.FromTimeOnly(budget.ResetTime);

    private static LocalDateTime Floor(BudgetDefinition budget, LocalDateTime local)
    {
        var boundary = budget.Window.Kind switch
        {
            BudgetWindowKind.Hour => local.Date.At(new LocalTime(local.Hour, budget.ResetTime.Minute)),
            BudgetWindowKind.Day => local.Date.At(Reset(budget)),
            BudgetWindowKind.Week => local.Date.Next(IsoDay(budget)).PlusWeeks(-1).At(Reset(budget)),
            BudgetWindowKind.Month => MonthStart(budget, local.Year, local.Month),
            BudgetWindowKind.Quarter => MonthStart(budget, local.Year, ((local.Month - 1) / 3 * 3) + 1),
            BudgetWindowKind.Year => MonthStart(budget, local.Year, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(budget), budget.Window, "No calendar window."),
        };
        return boundary > local ? Step(budget, boundary, -1) : boundary;
    }

    private static LocalDateTime Step(BudgetDefinition budget, LocalDateTime boundary, int by) => budget.Window.Kind switch
    {
        BudgetWindowKind.Hour => boundary.PlusHours(by),
        BudgetWindowKind.Day => boundary.PlusDays(by),
        BudgetWindowKind.Week => boundary.PlusWeeks(by),
        BudgetWindowKind.Month => StepMonths(budget, boundary, by),
        BudgetWindowKind.Quarter => StepMonths(budget, boundary, 3 * by),
        _ => StepMonths(budget, boundary, 12 * by),
    };

    private static LocalDateTime StepMonths(BudgetDefinition budget, LocalDateTime boundary, int months)
    {
        var month = boundary.Date.With(DateAdjusters.StartOfMonth).PlusMonths(months);
        return MonthStart(budget, month.Year, month.Month);
    }

    // Months without the day start on their last (R25).
    private static LocalDateTime MonthStart(BudgetDefinition budget, int year, int month) =>
        new LocalDate(year, month, Math.Min(budget.MonthDay, CalendarSystem.Iso.GetDaysInMonth(year, month))).At(Reset(budget));

    private static IsoDayOfWeek IsoDay(BudgetDefinition budget) =>
        budget.WeekStart == DayOfWeek.Sunday ? IsoDayOfWeek.Sunday : (IsoDayOfWeek)(int)budget.WeekStart;
}
