using Purser.Tokens;

namespace Purser.Server.Gateway;

/// <summary>Reads usage beside an answer that is being forwarded. Never throws for what the upstream sends.</summary>
internal abstract class ResponseMeter : IDisposable
{
    /// <summary>Whether the bytes so far contain the event after which nothing more is charged.</summary>
    public virtual bool SawTerminal => false;

    /// <summary>Whether the latest bytes may be the answer's last although no terminal event says so.</summary>
    public virtual bool MayBeLast => false;

    /// <summary>Whether an answer that ends here ends too early for its usage to be final.</summary>
    public virtual bool IsTruncated => false;

    /// <summary>Upper bound of the tokens of visible output so far (budgets R17).</summary>
    public virtual long ReceivedOutputBound => 0;

    /// <summary>Takes the next bytes of the answer as the upstream sent them.</summary>
    public abstract void Feed(ReadOnlySpan<byte> bytes);

    /// <summary>What was read so far; null: nothing can be read from this answer.</summary>
    public abstract UsageReading? Read();

    public abstract void Dispose();
}
