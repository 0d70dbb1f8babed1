using System.Globalization;

namespace Purser.Benchmarks.Harness;

internal static class Figure
{
    /// <summary>Three significant digits, thousands apart; a dash when there is no figure.</summary>
    public static string Text(double value) => Math.Abs(value) switch
    {
        double.NaN => "–",
        >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };
}
