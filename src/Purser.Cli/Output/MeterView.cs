using Purser.Cli.Metering;
using Purser.Cli.Terminals;
using Purser.Tokens;
using Spectre.Console;

namespace Purser.Cli.Output;

/// <summary>One metered call for people.</summary>
internal static class MeterView
{
    public static void Write(Terminal terminal, MeterAnswer answer)
    {
        terminal.Output.WriteLine($"{answer.Provider ?? Cell.Absent}  {Cell.Clean(answer.Reading?.Model ?? Cell.Absent)}  {answer.Status}{(answer.Error is { } error ? $": {error}" : "")}");
        if (answer.Reading is not { } reading)
            return;
        if (reading.Usage is { } usage)
            WriteLeaves(terminal, usage);
        if (reading.Flags != UsageFlags.None)
            terminal.Output.WriteLine($"flags: {string.Join(", ", UsageFlagNames.Of(reading.Flags))}");
        terminal.Output.WriteLine(answer.Cost.Cost is { } cost ? $"cost: {cost} USD ({answer.Cost.PriceId})" : "cost: unpriced");
    }

    private static void WriteLeaves(Terminal terminal, TokenUsage usage)
    {
        var table = JsonView.NewTable([new("tokens", ""), new("", "", Right: true)]);
        foreach (var (name, count) in Leaves(usage).Where(l => l.Count != 0))
            table.AddRow(new Text(name), new Text(count.ToString("N0")));
        table.AddRow(new Text("total"), new Text(usage.Total.ToString("N0")));
        terminal.Console.Write(table);
    }

    private static IEnumerable<(string Name, long Count)> Leaves(TokenUsage usage) =>
    [
        ("input_uncached", usage.InputUncached), ("input_audio", usage.InputAudio), ("cache_read", usage.CacheRead),
        ("cache_write_5m", usage.CacheWrite5m), ("cache_write_1h", usage.CacheWrite1h),
        ("output_text", usage.OutputText), ("output_audio", usage.OutputAudio), ("output_reasoning", usage.OutputReasoning),
    ];
}
