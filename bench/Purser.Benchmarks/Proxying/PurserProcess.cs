using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Purser.Benchmarks.Proxying;

/// <summary>The product as a user runs it: <c>purser serve</c>, Release, in a process and a data directory of its own.</summary>
internal sealed class PurserProcess : IAsyncDisposable
{
    private readonly HttpClient _client;

    private PurserProcess(ChildProcess process, HttpClient client, int port, TimeSpan ready) => (Process, _client, Port, Ready) = (process, client, port, ready);

    public ChildProcess Process { get; }

    public int Port { get; }

    /// <summary>From exec to the first 200 of /readyz.</summary>
    public TimeSpan Ready { get; }

    /// <param name="data">The data directory.</param>
    /// <param name="upstream">Base URL of the openai upstream; null: the built-in one.</param>
    /// <param name="environment">Settings as environment variables; null: none.</param>
    public static async Task<PurserProcess> StartAsync(string data, string? upstream = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var port = FreePort.Next();
        List<string> args = [Checkout.Program, "serve", "--urls", $"http://127.0.0.1:{port}", "--data", data];
        if (upstream is not null)
            args.AddRange("--upstream", "openai=" + upstream);
        var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
        var started = Stopwatch.GetTimestamp();
        var process = ChildProcess.Start("dotnet", args, environment);
        process.Ignore();
        while (!await IsReadyAsync(client))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(60))
            {
                var said = process.Errors;
                await process.DisposeAsync();
                client.Dispose();
                throw new InvalidOperationException("purser serve was not ready. " + said);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }

        return new PurserProcess(process, client, port, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>A strict budget over every call, of a limit that is never reached.</summary>
    public async Task SetStrictBudgetAsync()
    {
        using var content = new StringContent("""{"limit":"1000000usd","window":"total","mode":"strict"}""", Encoding.UTF8, "application/json");
        using var answer = await _client.PutAsync(new Uri("/api/v1/budgets/bench", UriKind.Relative), content);
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Created))
            throw new InvalidOperationException("The budget was not taken: " + await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What the ledger holds: calls and tokens.</summary>
    public async Task<(long Calls, long Tokens)> LedgerAsync()
    {
        using var report = JsonDocument.Parse(await _client.GetStringAsync(new Uri("/api/v1/usage?by=model", UriKind.Relative)));
        var totals = report.RootElement.GetProperty("totals");
        return (totals.GetProperty("calls").GetInt64(), totals.GetProperty("usage").GetProperty("total").GetInt64());
    }

    /// <summary>Nano-USD that the strict budget says it has settled, and still holds; as text, in USD.</summary>
    public async Task<(string Settled, string Held)> BudgetAsync()
    {
        using var budget = JsonDocument.Parse(await _client.GetStringAsync(new Uri("/api/v1/budgets/bench", UriKind.Relative)));
        var instance = budget.RootElement.GetProperty("instances")[0];
        return (instance.GetProperty("settled").ToString(), instance.GetProperty("held").ToString());
    }

    /// <summary>Resident memory in MB, as the kernel counts it; Linux only.</summary>
    public double ResidentMegabytes()
    {
        var line = File.ReadLines($"/proc/{Process.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.AsSpan(6).Trim().ToString().Split(' ')[0]) / 1024;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Process.DisposeAsync();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
