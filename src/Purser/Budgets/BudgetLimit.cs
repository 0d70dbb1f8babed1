using System.Globalization;
using System.Text.Json.Serialization;
using Purser.Pricing;

namespace Purser.Budgets;

/// <summary>How much of what: <c>5usd</c>, <c>100000tokens</c>, <c>100000tokens:output</c>, <c>1000requests</c> (budgets R2). Immutable.</summary>
/// <param name="Unit">What is counted.</param>
/// <param name="Amount">Nano-USD, tokens or requests; &gt; 0 in a valid limit.</param>
[JsonConverter(typeof(BudgetLimitConverter))]
public readonly record struct BudgetLimit(BudgetUnit Unit, long Amount)
{
    /// <summary>Reads the text form.</summary>
    /// <exception cref="FormatException">Not a limit; the message says what one looks like.</exception>
    public static BudgetLimit Parse(string text) => TryParse(text, out var limit)
        ? limit
        : throw new FormatException($"'{text}' is no limit; write for example 5usd, 100000tokens, 100000tokens:output or 1000requests.");

    /// <summary>Reads the text form; false when it is none, is not positive, is finer than a nano-dollar or exceeds Int64.</summary>
    public static bool TryParse(string? text, out BudgetLimit limit)
    {
        limit = default;
        var span = text.AsSpan().Trim();
        var digits = span.IndexOfAnyExceptInRange('\0', '9'); // digits, '.', '_' and ',' all sort below ':'
        if (digits <= 0 || BudgetUnits.FromWireName(span[digits..].Trim().ToString().ToLowerInvariant()) is not { } unit)
            return false;
        if (!decimal.TryParse(span[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number <= 0)
            return false;
        var scale = unit == BudgetUnit.Usd ? NanoUsd.PerUsd : 1;
        if (number > long.MaxValue / scale || decimal.Truncate(number * scale) != number * scale)
            return false;
        limit = new BudgetLimit(unit, (long)(number * scale));
        return true;
    }

    /// <summary>An amount of this unit as people read it: USD as an exact decimal, counts as integers.</summary>
    public static string Format(BudgetUnit unit, long amount) =>
        unit == BudgetUnit.Usd ? new NanoUsd(amount).ToString() : amount.ToString(CultureInfo.InvariantCulture);

    /// <summary>The text form, which <see cref="Parse"/> reads back.</summary>
    public override string ToString() => Format(Unit, Amount) + (Unit == BudgetUnit.TokensTotal ? "tokens" : Unit.WireName());
}
