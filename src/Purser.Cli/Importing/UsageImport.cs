using System.Text.Json.Nodes;
using Purser.Cli.Api;

namespace Purser.Cli.Importing;

/// <summary>Sends the records of files to an API, a few at a time; what the ledger knows already is joined there (budgets R37).</summary>
internal static class UsageImport
{
    /// <summary>Requests under way at once: enough to fill the ledger's groups, few enough for one connection.</summary>
    private const int Parallel = 16;
    private const int ProgressEvery = 10_000;

    /// <exception cref="CommandFailedException">A file is unreadable, or the API refuses more than one record's content; what was sent stays, and sending it again counts nothing twice.</exception>
    public static async Task<ImportSummary> RunAsync(ApiClient api, IReadOnlyList<string> files, string? provider, Action<string> progress, CancellationToken cancellation)
    {
        var summary = new ImportSummary();
        var reader = new UsageFile(provider);
        foreach (var file in files)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellation };
            await System.Threading.Tasks.Parallel.ForEachAsync(
                reader.ReadAsync(file, cancellation), options, (line, stop) => SendAsync(api, file, line.Event, summary, progress, stop));
            summary.Files++;
        }

        return summary;
    }

    private static async ValueTask SendAsync(ApiClient api, string file, JsonObject? body, ImportSummary summary, Action<string> progress, CancellationToken cancellation)
    {
        if (body is null)
        {
            summary.AddUnreadable(1);
            return;
        }

        var (answer, failure) = await api.TryAsync("POST", "/usage", body, cancellation);
        if (failure is not null)
            summary.Reject(failure);
        else if (summary.Add(answer.GetProperty("outcome").GetString()!) is var count && count % ProgressEvery == 0)
            progress($"{file}: {count:N0} events so far");
    }
}
