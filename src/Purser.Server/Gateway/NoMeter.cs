using Purser.Tokens;

namespace Purser.Server.Gateway;

/// <summary>For answers without usage: errors, free routes, routes that cannot be bounded.</summary>
internal sealed class NoMeter : ResponseMeter
{
    public static NoMeter Instance { get; } = new();

    public override void Feed(ReadOnlySpan<byte> bytes)
    {
    }

    public override UsageReading? Read() => null;

    public override void Dispose()
    {
    }
}
