namespace Purser.Ledger;

/// <summary>The door a usage event came through; on a join the higher one wins (budgets R37: gateway, library, OTLP, import).</summary>
public enum UsageSource
{
    /// <summary>Read from a file.</summary>
    Import,

    /// <summary>Received over OTLP.</summary>
    Otlp,

    /// <summary>Recorded in process, or posted to the API.</summary>
    Library,

    /// <summary>Seen by the gateway.</summary>
    Gateway,
}
