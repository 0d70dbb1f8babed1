using NodaTime;

namespace Purser.Budgets;

/// <summary>Finds everything that is wrong with a budget at once, each with the key to change.</summary>
public static class BudgetDefinitionValidator
{
    private const int NameLengthMax = 128;
    private const int ThresholdsMax = 16;
    private const string AttributeForms = "tenant, team, user, key, agent, session, component, provider, model or tag:NAME";

    /// <summary>Every error; empty when the budget is valid.</summary>
    public static IReadOnlyList<BudgetError> Validate(BudgetDefinition budget)
    {
        ArgumentNullException.ThrowIfNull(budget);
        var errors = new List<BudgetError>();
        CheckIdentity(budget, errors);
        CheckWindow(budget, errors);
        CheckThresholds(budget, errors);
        CheckKnobs(budget, errors);
        return errors;
    }

    private static void CheckIdentity(BudgetDefinition budget, List<BudgetError> errors)
    {
        if (budget.Name is not { Length: > 0 and <= NameLengthMax } || !budget.Name.All(static c => char.IsAsciiLetterOrDigit(c) || "._-:/".Contains(c)))
            errors.Add(new("name", $"must be 1 to {NameLengthMax} letters, digits, '.', '_', '-', ':' or '/'."));
        foreach (var (name, value) in budget.Match)
            if (!IsAttribute(name))
                errors.Add(new($"match.{name}", $"is no attribute; use {AttributeForms}."));
            else if (string.IsNullOrEmpty(value))
                errors.Add(new($"match.{name}", "needs a value."));
        if (budget.Each is { } each && !IsAttribute(each))
            errors.Add(new("each", $"'{each}' is no attribute; use {AttributeForms}."));
        if (budget.Tenant is { Length: 0 })
            errors.Add(new("tenant", "must be a name, or be left out for every tenant."));
        Range(errors, "max_instances", budget.MaxInstances, 1, 1_000_000);
        if (budget.Limit.Amount <= 0)
            errors.Add(new("limit", "must be positive, for example 5usd, 100000tokens or 1000requests."));
    }

    private static void CheckWindow(BudgetDefinition budget, List<BudgetError> errors)
    {
        if (!BudgetWindow.TryParse(budget.Window.ToString(), out var window) || window != budget.Window)
            errors.Add(new("window", $"'{budget.Window}' is no window; use {BudgetWindow.Forms}, one minute to 366 days."));
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(budget.Zone) is null)
            errors.Add(new("zone", $"'{budget.Zone}' is no IANA zone, for example Europe/Berlin."));
        Range(errors, "month_day", budget.MonthDay, 1, 31);
        if (!Enum.IsDefined(budget.WeekStart))
            errors.Add(new("week_start", "must be a day of the week."));
        if (budget.SessionIdle is { } idle && idle <= TimeSpan.Zero)
            errors.Add(new("session_idle", "must be positive."));
        if (budget.SessionMax is { } max && max <= TimeSpan.Zero)
            errors.Add(new("session_max", "must be positive."));
        if (budget.Anchor is not null && budget.Window.Kind != BudgetWindowKind.Fixed)
            errors.Add(new("anchor", "applies to fixed windows only."));
    }

    private static void CheckThresholds(BudgetDefinition budget, List<BudgetError> errors)
    {
        if (budget.Thresholds.Count > ThresholdsMax)
            errors.Add(new("thresholds", $"must be at most {ThresholdsMax}."));
        if (budget.Thresholds.Any(static t => t is < 1 or > 1000) || !budget.Thresholds.SequenceEqual(budget.Thresholds.Distinct().Order()))
            errors.Add(new("thresholds", "must be percentages from 1 to 1000, ascending, each once."));
        foreach (var action in budget.Actions)
            CheckAction(budget, action, errors);
    }

    private static void CheckAction(BudgetDefinition budget, ThresholdAction action, List<BudgetError> errors)
    {
        if (!budget.Thresholds.Contains(action.Percent))
            errors.Add(new("actions", $"{action}: {action.Percent} is not among the thresholds."));
        if (action.Kind is ThresholdActionKind.Approval or ThresholdActionKind.Block && budget.Mode != BudgetMode.Guarded)
            errors.Add(new("actions", $"{action}: only a guarded budget blocks at a threshold; a strict one blocks at its limit (R29)."));
        if (action.Kind == ThresholdActionKind.Hint && string.IsNullOrEmpty(action.Model))
            errors.Add(new("actions", "hint needs a model, for example 80=hint:gpt-4o-mini."));
        if (action.Kind == ThresholdActionKind.Clamp && action.OutputBound <= 0)
            errors.Add(new("actions", "clamp needs a positive number of output tokens, for example 80=clamp:1024."));
    }

    private static void CheckKnobs(BudgetDefinition budget, List<BudgetError> errors)
    {
        if (!Enum.IsDefined(budget.Mode))
            errors.Add(new("mode", "must be strict, guarded, track or audit."));
        Range(errors, "min_fit_output", budget.MinFitOutput, 1, long.MaxValue);
        Range(errors, "max_hold_share", budget.MaxHoldShare, 1, 100);
        if (budget.Wait < TimeSpan.Zero || budget.Wait > TimeSpan.FromSeconds(2))
            errors.Add(new("wait", "must be from 0 to 2 s."));
        if (budget.FlatHold is < 0)
            errors.Add(new("flat_hold", "must not be negative."));
    }

    private static void Range(List<BudgetError> errors, string key, long value, long least, long most)
    {
        if (value < least || value > most)
            errors.Add(new(key, most == long.MaxValue ? $"must be at least {least}." : $"must be from {least} to {most}."));
    }

    private static bool IsAttribute(string name) =>
        name is "tenant" or "team" or "user" or "key" or "agent" or "session" or "component" or "provider" or "model"
        || (name.StartsWith("tag:", StringComparison.Ordinal) && name.Length > 4);
}
