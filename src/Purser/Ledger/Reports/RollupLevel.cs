namespace Purser.Ledger.Reports;

/// <summary>How coarse a span of time is answered. Quarters of an hour serve every zone; hours and days only save reading.</summary>
internal enum RollupLevel
{
    /// <summary>Event by event: the edges of a range.</summary>
    Detail,

    /// <summary>15 minutes UTC.</summary>
    Quarter,

    /// <summary>60 minutes UTC.</summary>
    Hour,

    /// <summary>24 hours UTC.</summary>
    Day,
}
