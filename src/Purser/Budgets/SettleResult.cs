namespace Purser.Budgets;

/// <summary>The engine's answer to a <see cref="SettleRequest"/>.</summary>
/// <param name="Verdict">How it ended.</param>
/// <param name="Spooled">Whether the store was away and the record waits in the spool.</param>
/// <param name="Overrun">Whether an enforcing budget was charged more than was held (R19).</param>
public readonly record struct SettleResult(SettleVerdict Verdict, bool Spooled = false, bool Overrun = false);
