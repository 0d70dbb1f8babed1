namespace Purser.Budgets;

/// <summary>What a threshold entry must tell a restarted engine.</summary>
internal sealed record CrossedThreshold(int Threshold, long LimitAmount);
