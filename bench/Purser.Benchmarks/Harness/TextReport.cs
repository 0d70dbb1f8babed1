namespace Purser.Benchmarks.Harness;

/// <summary>Prints a run as Markdown tables, so that a terminal and docs/performance.md show the same.</summary>
internal static class TextReport
{
    public static void Write(SuiteRun run, TextWriter output)
    {
        output.WriteLine($"\n## {run.Suite.Name}: {run.Suite.Title}\n");
        foreach (var job in run.Jobs)
            WriteJob(job, output);
        foreach (var check in run.Checks)
            output.WriteLine($"- {(check.Kept ? "kept" : "BROKEN")}: {check.Promise}{(check.Detail.Length > 0 ? $" ({check.Detail})" : "")}");
        foreach (var note in run.Notes)
            output.WriteLine($"- {note}");
    }

    private static void WriteJob(Job job, TextWriter output)
    {
        var ours = job.Lanes[0].Median;
        var rows = new List<string[]> { new[] { job.Name, $"{job.Unit}, median", "10–90 %", "bytes", $"{job.Lanes[0].Name} ÷ it", "aim", "met" } };
        rows.AddRange(job.Lanes.Select((lane, i) => new[]
        {
            lane.Role == LaneRole.Ours ? $"**{lane.Name}**" : lane.Role == LaneRole.Limit ? $"{lane.Name} (near limit)" : lane.Name,
            Figure.Text(lane.Median),
            $"{Figure.Text(lane.Low)}–{Figure.Text(lane.High)}",
            lane.BytesPerOperation is { } bytes ? Figure.Text(bytes) : "",
            i == 0 || lane.Median <= 0 ? "" : Figure.Text(ours / lane.Median),
            "",
            "",
        }));
        foreach (var aim in job.Aims)
            rows.Add(["", "", "", "", Figure.Text(aim.Reached(job)), aim.Text(job), aim.IsMet(job) ? "yes" : "no"]);
        WriteTable(rows, output);
    }

    private static void WriteTable(List<string[]> rows, TextWriter output)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => Math.Max(3, rows.Max(r => r[column].Length))).ToArray();
        rows.Insert(1, [.. widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":")]);
        foreach (var row in rows)
            output.WriteLine("| " + string.Join(" | ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))) + " |");
        output.WriteLine();
    }
}
