using System.Globalization;
using System.Text.Json.Serialization;

namespace Purser.Budgets;

/// <summary>What happens from a threshold on (budgets R29). Text forms: <c>80=notify</c>, <c>80=hint:MODEL</c>, <c>80=clamp:N</c>, <c>90=approval</c>, <c>100=block</c>.</summary>
/// <param name="Percent">1 to 1000 % of the limit.</param>
/// <param name="Kind">What to do.</param>
/// <param name="Model">The model hinted at; null but for <see cref="ThresholdActionKind.Hint"/>.</param>
/// <param name="OutputBound">Most output tokens a call may ask for; 0 but for <see cref="ThresholdActionKind.Clamp"/>.</param>
[JsonConverter(typeof(ThresholdActionConverter))]
public readonly record struct ThresholdAction(int Percent, ThresholdActionKind Kind, string? Model = null, long OutputBound = 0)
{
    internal const string Forms = "80=notify, 80=hint:MODEL, 80=clamp:N, 90=approval or 100=block";

    /// <summary>Reads the text form; false when it is none.</summary>
    public static bool TryParse(string? text, out ThresholdAction action)
    {
        action = default;
        var parts = (text ?? "").Split('=', 2, StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || !int.TryParse(parts[0].TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent))
            return false;
        var (name, argument) = parts[1].Split(':', 2) is [var n, var a] ? (n, a) : (parts[1], "");
        ThresholdAction? parsed = (name, argument) switch
        {
            ("notify", "") => new(percent, ThresholdActionKind.Notify),
            ("approval", "") => new(percent, ThresholdActionKind.Approval),
            ("block", "") => new(percent, ThresholdActionKind.Block),
            ("hint", not "") => new(percent, ThresholdActionKind.Hint, argument),
            ("clamp", _) when long.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var bound) && bound > 0 =>
                new(percent, ThresholdActionKind.Clamp, OutputBound: bound),
            _ => null,
        };
        action = parsed.GetValueOrDefault();
        return parsed is not null;
    }

    /// <summary>The text form.</summary>
    public override string ToString() => Kind switch
    {
        ThresholdActionKind.Hint => $"{Percent}=hint:{Model}",
        ThresholdActionKind.Clamp => $"{Percent}=clamp:{OutputBound}",
        _ => $"{Percent}={Kind.ToString().ToLowerInvariant()}",
    };
}
