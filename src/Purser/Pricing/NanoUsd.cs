using System.Globalization;

namespace Purser.Pricing;

/// <summary>
/// An amount of money as an integer count of nano-dollars (10^-9 USD), the only form in which money is stored or summed (budgets R1).
/// <c>default</c> is zero. Arithmetic is checked; nothing here touches floating point.
/// </summary>
/// <param name="Value">Nano-dollars; negative for a reversal.</param>
public readonly record struct NanoUsd(long Value) : IComparable<NanoUsd>
{
    /// <summary>Nano-dollars in a dollar.</summary>
    public const long PerUsd = 1_000_000_000;

    /// <summary>No money.</summary>
    public static NanoUsd Zero => default;

    /// <summary>Rounds half-even, the one rounding of a usage event.</summary>
    /// <exception cref="OverflowException">Beyond ±9.2 billion USD.</exception>
    public static NanoUsd FromUsd(decimal usd) => new(decimal.ToInt64(decimal.Round(usd * PerUsd, 0, MidpointRounding.ToEven)));

    /// <summary>Rounds away from zero to the next nano-dollar, as holds do (R1).</summary>
    /// <exception cref="OverflowException">Beyond ±9.2 billion USD.</exception>
    public static NanoUsd CeilingFromUsd(decimal usd) => new(decimal.ToInt64(decimal.Ceiling(usd * PerUsd)));

    /// <summary>The exact amount in USD.</summary>
    public decimal ToUsd() => (decimal)Value / PerUsd;

    /// <inheritdoc/>
    public int CompareTo(NanoUsd other) => Value.CompareTo(other.Value);

    /// <summary>The exact amount in USD without trailing zeros, the form of every wire and file: <c>0.03619675</c>.</summary>
    public override string ToString() => ToUsd().ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary>Checked sum.</summary>
    public static NanoUsd operator +(NanoUsd left, NanoUsd right) => new(checked(left.Value + right.Value));

    /// <summary>Checked difference.</summary>
    public static NanoUsd operator -(NanoUsd left, NanoUsd right) => new(checked(left.Value - right.Value));

    /// <summary>Compares amounts.</summary>
    public static bool operator <(NanoUsd left, NanoUsd right) => left.Value < right.Value;

    /// <summary>Compares amounts.</summary>
    public static bool operator >(NanoUsd left, NanoUsd right) => left.Value > right.Value;

    /// <summary>Compares amounts.</summary>
    public static bool operator <=(NanoUsd left, NanoUsd right) => left.Value <= right.Value;

    /// <summary>Compares amounts.</summary>
    public static bool operator >=(NanoUsd left, NanoUsd right) => left.Value >= right.Value;
}
