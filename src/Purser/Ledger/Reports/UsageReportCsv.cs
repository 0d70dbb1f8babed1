using System.Globalization;
using System.Text;

namespace Purser.Ledger.Reports;

/// <summary>
/// A report as CSV (RFC 4180): the grouping names and the sums as header, one line a row, without the totals. Text that a spreadsheet would
/// take for a formula is defused by an apostrophe.
/// </summary>
public static class UsageReportCsv
{
    private const string Sums =
        "calls,unmetered,input_uncached,input_audio,cache_read,cache_write_5m,cache_write_1h,output_text,output_audio,output_reasoning,total,cost_usd,charged_usd,unpriced,errors,duration_ms";

    /// <summary>Writes every row.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="report">The report.</param>
    /// <param name="groupBy">The query's groupings, which head the key columns even when there is no row.</param>
    public static void Write(TextWriter writer, UsageReport report, IReadOnlyList<string> groupBy)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(groupBy);
        foreach (var name in groupBy)
            writer.Write(Field(name) + ",");
        writer.Write(Sums + "\r\n");
        foreach (var row in report.Rows)
        {
            foreach (var (_, value) in row.Key)
                writer.Write(Field(value) + ",");
            writer.Write(Numbers(row) + "\r\n");
        }
    }

    private static string Numbers(UsageRow row)
    {
        var u = row.Usage;
        return string.Create(CultureInfo.InvariantCulture,
            $"{row.Calls},{row.Unmetered},{u.InputUncached},{u.InputAudio},{u.CacheRead},{u.CacheWrite5m},{u.CacheWrite1h},{u.OutputText},{u.OutputAudio},{u.OutputReasoning},{u.Total},{row.Cost},{row.Charged},{row.Unpriced},{row.Errors},{(long)row.Duration.TotalMilliseconds}");
    }

    private static string Field(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var defused = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r';
        if (!defused && text.AsSpan().IndexOfAny(",\"\r\n") < 0)
            return text;
        var field = new StringBuilder("\"");
        if (defused)
            field.Append('\'');
        return field.Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"').ToString();
    }
}
