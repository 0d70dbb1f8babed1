namespace Purser.Cli.Output;

/// <summary>RFC 4180 lines that a spreadsheet cannot take for formulas.</summary>
internal static class Csv
{
    private static readonly char[] FormulaStarts = ['=', '+', '-', '@', '\t', '\r'];

    public static void WriteLine(TextWriter writer, IEnumerable<string> cells) => writer.WriteLine(string.Join(',', cells.Select(Quote)));

    /// <summary>Text that came from outside; a leading apostrophe keeps a spreadsheet from evaluating it.</summary>
    public static string Text(string value) => value.Length > 0 && FormulaStarts.Contains(value[0]) ? "'" + value : value;

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny("\",\n\r") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
