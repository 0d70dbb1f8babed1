using System.Net.Http.Headers;
using Purser.Budgets;
using Purser.Calls;
using Purser.Ledger;

namespace Purser.Sqlite.Attaching;

/// <summary>
/// Holds and settles through the server that owns the data directory. Its address and token are read from <c>owner.json</c>, again when it does not answer or does not
/// know us: a server that was restarted is found. Ends that it could not take are spooled, and sent when it answers next, every few seconds, and by the next process.
/// </summary>
internal sealed class OwnerClient : ICallOwner
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReplayPeriod = TimeSpan.FromSeconds(5);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { Timeout = RequestTimeout };
    private readonly SemaphoreSlim _replaying = new(1, 1);
    private readonly string _directory;
    private readonly EndSpool _spool;
    private readonly ITimer _timer;
    private volatile OwnerRecord _owner;

    private OwnerClient(string directory, OwnerRecord owner, TimeProvider time)
    {
        _directory = directory;
        _owner = owner;
        _spool = new EndSpool(directory, time);
        _timer = time.CreateTimer(_ => _ = ReplayAsync(CancellationToken.None), null, TimeSpan.Zero, ReplayPeriod);
    }

    /// <exception cref="DataDirectoryOwnedException">The owner serves no HTTP.</exception>
    public static OwnerClient Open(string directory, TimeProvider time) =>
        DataDirectory.Owner(directory) is { Url: not null } owner ? new OwnerClient(Path.GetFullPath(directory), owner, time) : throw new DataDirectoryOwnedException(directory, DataDirectory.Owner(directory));

    public async ValueTask<HoldResult> HoldAsync(CallIntent intent, Amounts hold, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        var (status, body) = await SendAsync("/reservations", ReservationApiJson.Hold(intent, hold, timeToLive), cancellationToken).ConfigureAwait(false)
            ?? throw new LedgerUnavailableException($"The server that owns {_directory} does not answer, so nobody can say whether a budget allows this call. Start it again: purser serve --data {_directory}.");
        return status switch
        {
            200 or 201 => ReservationApiJson.Held(body),
            409 or 429 => ReservationApiJson.NotHeld(body, status),
            503 => throw new LedgerUnavailableException(ReservationApiJson.Detail(body)),
            _ => throw new ArgumentException($"The owner of the budgets refused the hold ({status}): {ReservationApiJson.Detail(body)}", nameof(intent)),
        };
    }

    public async ValueTask<bool> ExtendAsync(Guid requestId, CancellationToken cancellationToken) =>
        await SendAsync($"/reservations/{requestId}/extend", default, cancellationToken).ConfigureAwait(false) is (200, _);

    public async ValueTask<bool> EndAsync(UsageEvent usage, bool released, bool estimated, bool moreAttempts, CancellationToken cancellationToken)
    {
        var end = released && !moreAttempts ? new EndRecord($"/reservations/{usage.RequestId}/release", default) : new EndRecord($"/reservations/{usage.RequestId}/settle", ReservationApiJson.Settle(usage, estimated, moreAttempts));
        var answer = await SendAsync(end.Target, end.Body, cancellationToken).ConfigureAwait(false);
        switch (answer)
        {
            case (409 or 404, _):
                throw new SettlementConflictException(usage.RequestId);
            case (>= 200 and < 500, _):
                return false;
            default:
                return _spool.TryAppend(end) ? true : throw new LedgerUnavailableException($"The server that owns {_directory} does not answer, and this process's spool is full.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await ReplayAsync(CancellationToken.None).ConfigureAwait(false);
        _spool.Dispose();
        _http.Dispose();
        _replaying.Dispose();
    }

    /// <summary>Sends what waits, oldest first; stops where the owner does not answer.</summary>
    internal async Task ReplayAsync(CancellationToken cancellationToken)
    {
        if (!await _replaying.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
            return;
        try
        {
            await _spool.ReplayAsync(async end => await SendAsync(end.Target, end.Body, cancellationToken).ConfigureAwait(false) is (< 500, _)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) // the timer's edge: what could not be read now is read at the next tick
        {
        }
        finally
        {
            _replaying.Release();
        }
    }

    /// <summary>The answer; null when the owner gives none.</summary>
    private async ValueTask<(int Status, byte[] Body)?> SendAsync(string target, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var owner = _owner;
        var answer = await TrySendAsync(owner, target, body, cancellationToken).ConfigureAwait(false);
        if (answer is not null and not (401, _) || DataDirectory.Owner(_directory) is not { Url: not null } now || now == owner)
            return answer is (401, _) ? null : answer;
        _owner = now;
        answer = await TrySendAsync(now, target, body, cancellationToken).ConfigureAwait(false);
        return answer is (401, _) ? null : answer;
    }

    private async ValueTask<(int Status, byte[] Body)?> TrySendAsync(OwnerRecord owner, string target, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{owner.Url!.TrimEnd('/')}/api/v1{target}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", owner.Token);
        if (!body.IsEmpty)
            request.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new("application/json") } };
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
