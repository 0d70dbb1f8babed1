namespace Purser.Budgets;

/// <summary>The reasons that <see cref="BudgetRefusal.Reason"/> states.</summary>
internal static class RefusalReasons
{
    public const string Limit = "limit";
    public const string HoldShare = "hold_share";
    public const string Unboundable = "unboundable";
    public const string Unpriced = "unpriced";
    public const string AdvisoryBound = "advisory_bound";
    public const string Instances = "instances";
    public const string Approval = "approval";
    public const string Threshold = "threshold";
    public const string ClientValues = "client_values";

    /// <summary>Whether a smaller output bound may help (R8).</summary>
    public static bool Fits(string? reason) => reason is Limit or HoldShare;
}
