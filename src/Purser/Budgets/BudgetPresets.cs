namespace Purser.Budgets;

/// <summary>The settings of budgets 9 as definitions to start from. Values only: the engine knows no preset.</summary>
public static class BudgetPresets
{
    /// <summary>A budget with the preset's values; change what should differ with <c>with</c>.</summary>
    /// <param name="preset">The setting.</param>
    /// <param name="name">The budget's name.</param>
    /// <param name="limit">Its limit.</param>
    /// <param name="window">Its window; null: the preset's own (session, for <see cref="BudgetPreset.Session"/>; a UTC day otherwise).</param>
    public static BudgetDefinition Create(BudgetPreset preset, string name, BudgetLimit limit, BudgetWindow? window = null) => preset switch
    {
        BudgetPreset.Strict => new() { Name = name, Limit = limit, Window = window ?? new(BudgetWindowKind.Day) },
        BudgetPreset.Session => new()
        {
            Name = name,
            Limit = limit,
            Window = window ?? new(BudgetWindowKind.Session),
            Each = "session",
            Preset = preset,
            Thresholds = [80, 95],
            MaxHoldShare = 100,
            OnMissing = MissingPolicy.Shared,
            OnStoreDown = StoreDownPolicy.Open,
            Fit = false,
            Wait = TimeSpan.Zero,
        },
        BudgetPreset.User => new()
        {
            Name = name,
            Limit = limit,
            Window = window ?? new(BudgetWindowKind.Day),
            Each = "user",
            Preset = preset,
            Mode = BudgetMode.Guarded,
            Thresholds = [80],
            Comparison = ThresholdComparison.Above,
            MaxHoldShare = 100,
            FlatHold = 0,
            OnMissing = MissingPolicy.Skip,
            OnStoreDown = StoreDownPolicy.Open,
            Fit = false,
            Wait = TimeSpan.Zero,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(preset)),
    };
}
