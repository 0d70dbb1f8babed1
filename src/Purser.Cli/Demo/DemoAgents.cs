using System.Net;
using System.Text;
using System.Text.Json;
using Purser.Cli.Demo.Scripted;

namespace Purser.Cli.Demo;

/// <summary>Runs the scripted agents against a gateway, as programs in any language would.</summary>
internal sealed class DemoAgents(string gateway) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>Every agent makes its calls one after another, all agents at once; answers what was refused.</summary>
    /// <exception cref="CommandFailedException">A call failed that no budget refused.</exception>
    public async Task<IReadOnlyList<DemoRefusal>> RunAsync(CancellationToken cancellation)
    {
        var refusals = await Task.WhenAll(DemoAgent.All.Select(agent => RunAsync(agent, cancellation)));
        return [.. refusals.OfType<DemoRefusal>()];
    }

    public void Dispose() => _http.Dispose();

    // A refused agent stops, as a well-behaved one does.
    private async Task<DemoRefusal?> RunAsync(DemoAgent agent, CancellationToken cancellation)
    {
        for (var call = 1; call <= agent.Calls; call++)
        {
            if (await CallAsync(agent, call, cancellation) is { } refusal)
                return refusal;
        }

        return null;
    }

    private async Task<DemoRefusal?> CallAsync(DemoAgent agent, int call, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, gateway + agent.Path)
        {
            Content = new StringContent(agent.Body(call), Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Authorization", "Bearer sk-demo");
        request.Headers.Add("X-Purser-Agent", agent.Name);
        request.Headers.Add("X-Purser-User", agent.User);
        request.Headers.Add("X-Purser-Session", "demo");
        request.Headers.Add(Scenario.Header, agent.Scenario);
        using var response = await _http.SendAsync(request, cancellation);
        var answer = await response.Content.ReadAsStringAsync(cancellation);
        if (response.IsSuccessStatusCode)
            return null;
        return response.StatusCode == HttpStatusCode.TooManyRequests && response.Headers.TryGetValues("X-Purser-Request", out var ids)
            ? new DemoRefusal(agent, call, ids.First(), MessageIn(answer))
            : throw new CommandFailedException($"{agent.Name}'s call {call} failed with {(int)response.StatusCode}: {answer}");
    }

    private static string MessageIn(string answer) =>
        JsonElement.Parse(answer).GetProperty("error").GetProperty("message").GetString() ?? "";
}
