using System.Collections.Concurrent;
using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.Crashes;

/// <summary>Callers that keep calling, streams and whole answers mixed, until the server is gone; remembers what each of them read to its end.</summary>
internal sealed class CrashLoad(House house, int seed)
{
    private const int Callers = 12;
    private readonly ConcurrentBag<string> _completed = [];
    private readonly ConcurrentBag<string> _begun = [];

    /// <summary>Request ids of the answers that were read to their end.</summary>
    public IReadOnlyCollection<string> Completed => _completed;

    /// <summary>Request ids of all answers of which at least the headers arrived.</summary>
    public IReadOnlyCollection<string> Begun => _begun;

    /// <summary>Runs until the first failure of every caller.</summary>
    public Task RunAsync(int round) => Task.WhenAll(Enumerable.Range(0, Callers).Select(c => CallerAsync(new Random(HashCode.Combine(seed, round, c)))));

    private async Task CallerAsync(Random random)
    {
        try
        {
            while (true)
                await CallAsync(random);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            // The server was killed under this call: what it got so far counts as begun, not as completed.
        }
    }

    private async Task CallAsync(Random random)
    {
        var stream = random.Next(2) == 0;
        var output = random.Next(1, 40);
        using var request = Requests.Chat(house.Server.Url, output, stream, $"user-{random.Next(3)}", stream ? $"slow={random.Next(4)}" : "");
        using var answer = await house.Server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (!answer.IsSuccessStatusCode)
            return;
        var id = answer.Headers.GetValues("X-Purser-Request").Single();
        _begun.Add(id);
        var text = await answer.Content.ReadAsStringAsync();
        text.TrimEnd().ShouldEndWith(stream ? "data: [DONE]" : "}");
        _completed.Add(id);
    }
}
