using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Purser.Benchmarks.Reservations;
using Purser.Sqlite;

namespace Purser.Benchmarks.Durable;

/// <summary>The peer: one transaction an operation on the budget's row through Microsoft.Data.Sqlite, with a reservations table; no roll-ups, no events.</summary>
internal sealed class RowLockBudget : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _hold;
    private readonly SqliteCommand _reserve;
    private readonly SqliteCommand _settle;
    private readonly SqliteCommand _close;

    /// <param name="folder">Where its file lies.</param>
    /// <param name="synchronous"><c>NORMAL</c>: survives the process; <c>FULL</c>: survives the machine.</param>
    public RowLockBudget(string folder, string synchronous)
    {
        _ = SqliteLedgerStore.EngineVersion;
        _connection = new SqliteConnection("Data Source=" + Path.Combine(folder, "rows.db") + ";Pooling=False");
        _connection.Open();
        foreach (var sql in new[]
        {
            "PRAGMA journal_mode=WAL", "PRAGMA synchronous=" + synchronous,
            "CREATE TABLE budgets (id INTEGER PRIMARY KEY, spend_limit INTEGER, held INTEGER, admitted INTEGER)",
            "CREATE TABLE reservations (id BLOB PRIMARY KEY, held INTEGER, actual INTEGER) WITHOUT ROWID",
            $"INSERT INTO budgets VALUES (1, {long.MaxValue / 4}, 0, 0)",
        })
        {
            using var command = Command(sql);
            command.ExecuteNonQuery();
        }

        _hold = Command("UPDATE budgets SET held = held + $hold WHERE id = 1 AND admitted + held + $hold <= spend_limit", "$hold");
        _reserve = Command("INSERT INTO reservations VALUES ($id, $hold, NULL)", "$id", "$hold");
        _settle = Command("UPDATE budgets SET held = held - $hold, admitted = admitted + $actual WHERE id = 1", "$hold", "$actual");
        _close = Command("UPDATE reservations SET actual = $actual WHERE id = $id", "$id", "$actual");
    }

    public void Hold(byte[] id)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            if (Run(_hold, transaction, SampleCalls.Hold) == 1)
                Run(_reserve, transaction, id, SampleCalls.Hold);
            transaction.Commit();
        }
    }

    public void Settle(byte[] id)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            Run(_settle, transaction, SampleCalls.Hold, SampleCalls.Actual);
            Run(_close, transaction, id, SampleCalls.Actual);
            transaction.Commit();
        }
    }

    public (long Held, long Admitted) Balance()
    {
        using var command = Command("SELECT held, admitted FROM budgets");
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }

    /// <summary>Pairs by so many threads until the time is over.</summary>
    public async Task<DurableRound> RunAsync(int threads, TimeSpan time, int round)
    {
        var started = Stopwatch.GetTimestamp();
        var workers = Enumerable.Range(0, threads).Select(worker => Task.Factory.StartNew(
            () =>
            {
                var latencies = new PairLatencies();
                for (var i = 0L; Stopwatch.GetElapsedTime(started) < time; i++)
                {
                    var id = SampleCalls.Id(((long)round << 40) + ((long)worker << 32) + i).ToByteArray();
                    var at = Stopwatch.GetTimestamp();
                    Hold(id);
                    var held = Stopwatch.GetTimestamp();
                    Settle(id);
                    latencies.Add(at, held, Stopwatch.GetTimestamp());
                }

                return latencies;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        var all = await Task.WhenAll(workers);
        return DurableRound.Of(all, Stopwatch.GetElapsedTime(started));
    }

    public void Dispose()
    {
        foreach (var command in new[] { _hold, _reserve, _settle, _close })
            command.Dispose();
        _connection.Dispose();
    }

    private static int Run(SqliteCommand command, SqliteTransaction transaction, params object[] values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }
}
