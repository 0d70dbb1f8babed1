namespace Purser.Benchmarks.Reports;

/// <summary>A report boiled down so that two can be compared whatever their order: its sums, and a hash over the rows.</summary>
internal readonly record struct ReportDigest(long Rows, long Calls, long Tokens, long Nano, int Hash)
{
    public ReportDigest Add(string model, string day, long calls, long tokens, long nano) =>
        new(Rows + 1, Calls + calls, Tokens + tokens, Nano + nano, Hash ^ HashCode.Combine(model, day, calls, tokens, nano));
}
