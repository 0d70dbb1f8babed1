using System.Globalization;

namespace Purser.Benchmarks.Proxying;

/// <summary>What a load process does.</summary>
/// <param name="Port">On 127.0.0.1.</param>
/// <param name="Path">Where chat completions are.</param>
/// <param name="Connections">One thread each, one request at a time.</param>
/// <param name="Seconds">How long.</param>
/// <param name="PerSecond">Requests a second over all connections, at instants fixed beforehand (open loop); 0: as fast as answers come (closed loop).</param>
/// <param name="Stream">Whether streams are asked for.</param>
/// <param name="Headers">Further header lines, parted by <c>|</c>.</param>
internal sealed record LoadPlan(int Port, string Path, int Connections, double Seconds, double PerSecond, bool Stream, string Headers = "")
{
    public static LoadPlan Parse(string[] args) => new(
        int.Parse(args[0]), args[1], int.Parse(args[2]), double.Parse(args[3], CultureInfo.InvariantCulture), double.Parse(args[4], CultureInfo.InvariantCulture), args[5] == "stream", args[6]);

    public IEnumerable<string> Args =>
    [
        Port.ToString(), Path, Connections.ToString(), Seconds.ToString(CultureInfo.InvariantCulture), PerSecond.ToString(CultureInfo.InvariantCulture), Stream ? "stream" : "plain", Headers,
    ];
}
