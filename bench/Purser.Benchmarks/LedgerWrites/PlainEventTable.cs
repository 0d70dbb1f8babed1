using Microsoft.Data.Sqlite;
using Purser.Ledger;
using Purser.Sqlite;

namespace Purser.Benchmarks.LedgerWrites;

/// <summary>The peer: the same columns and three indexes through Microsoft.Data.Sqlite with one prepared insert; names as text, no roll-ups, no check for repeats.</summary>
internal sealed class PlainEventTable : IDisposable
{
    private const string Columns = """
        id, request, attempt, sign, admitted_at, completed_at, tenant, provider, model, user, agent, component, team, key, source, status, session, tags, dialect,
        input_uncached, input_audio, cache_read, cache_write_5m, cache_write_1h, output_text, output_audio, output_reasoning, flags, cost, provider_cost, charged,
        price, duration_us, first_token_us, enforced, http_status, response_id, correlation_id, operation_id, trace_id, span_id
        """;

    private static readonly string[] Names = Columns.Split([',', ' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    public PlainEventTable(string folder)
    {
        // The store chooses the native library once a process; the peer runs on the same one.
        _ = SqliteLedgerStore.EngineVersion;
        _connection = new SqliteConnection("Data Source=" + Path.Combine(folder, "plain.db") + ";Pooling=False");
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL");
        Execute("PRAGMA synchronous=FULL");
        Execute($"CREATE TABLE events (seq INTEGER PRIMARY KEY, {string.Join(", ", Names)})");
        Execute("CREATE INDEX events_request ON events (request)");
        Execute("CREATE INDEX events_admitted ON events (admitted_at)");
        Execute("CREATE INDEX events_response ON events (response_id) WHERE response_id IS NOT NULL");
        _insert = _connection.CreateCommand();
        _insert.CommandText = $"INSERT INTO events ({Columns}) VALUES ({string.Join(", ", Names.Select(n => "$" + n))})";
        foreach (var name in Names)
            _insert.Parameters.Add(new SqliteParameter("$" + name, null));
        _insert.Prepare();
    }

    public void Append(IReadOnlyList<UsageEvent> events)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        foreach (var e in events)
        {
            Bind(e);
            _insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public (long Calls, long Charged) Totals()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT count(*), sum(charged) FROM events";
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    private void Bind(UsageEvent e)
    {
        var (a, u, at) = (e.Attributes, e.Usage, 0);
        void Next(object? value) => _insert.Parameters[at++].Value = value ?? DBNull.Value;
        Next(e.Id.ToByteArray(bigEndian: true));
        Next(e.RequestId.ToByteArray(bigEndian: true));
        Next(e.Attempt);
        Next(e.Sign);
        Next(Micros(e.AdmittedAt));
        Next(Micros(e.CompletedAt));
        Array.ForEach([a.Tenant, a.Provider, a.Model, a.User, a.Agent, a.Component, a.Team, a.KeyId], Next);
        Next((int)e.Source);
        Next((int)e.Status);
        Next(a.Session);
        Next(null);
        Next(e.Dialect);
        Array.ForEach(
            [u?.InputUncached, u?.InputAudio, u?.CacheRead, u?.CacheWrite5m, u?.CacheWrite1h, u?.OutputText, u?.OutputAudio, u?.OutputReasoning, (long)e.Flags],
            (long? count) => Next(count));
        Next(e.Cost?.Value);
        Next(e.ProviderCost?.Value);
        Next(e.Charged.Value);
        Next(e.PriceId);
        Next(e.Duration?.Ticks / 10);
        Next(e.TimeToFirstToken?.Ticks / 10);
        Next(e.Enforced ? 1 : 0);
        Next(e.HttpStatus);
        Array.ForEach([e.ResponseId, e.CorrelationId, e.OperationId, e.TraceId, e.SpanId], Next);
    }

    private static long Micros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
