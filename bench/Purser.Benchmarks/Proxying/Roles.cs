namespace Purser.Benchmarks.Proxying;

/// <summary>What this program can be when a suite starts it again, so that client, gateway and upstream share no process.</summary>
internal static class Roles
{
    public static Task<int> RunAsync(string role, string[] args) => role switch
    {
        "upstream" => UpstreamRole.RunAsync(),
        "proxy" => ProxyRole.RunAsync(args[0]),
        "load" => Task.FromResult(LoadRole.Run(LoadPlan.Parse(args))),
        _ => throw new ArgumentException($"There is no role '{role}'.", nameof(role)),
    };
}
