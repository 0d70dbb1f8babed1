namespace Purser.Benchmarks.UsageReading;

/// <summary>What every reader must find.</summary>
internal readonly record struct Counts(long Input, long Cached, long Output, long Reasoning)
{
    public long Sum => Input + Cached + Output + Reasoning;
}
