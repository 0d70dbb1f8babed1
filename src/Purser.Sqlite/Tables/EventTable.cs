using Purser.Ledger;
using Purser.Sqlite.Native;
using Purser.Tokens;

namespace Purser.Sqlite.Tables;

/// <summary>Appends usage events, each with its roll-ups.</summary>
internal sealed class EventTable(SqliteDatabase database, NameTable names, Rollups rollups, string node)
{
    public bool Contains(UsageEvent e)
    {
        var find = database.Prepare("SELECT 1 FROM events WHERE request = ? AND id = ?").Bind(e.RequestId).Bind(e.Id);
        var found = find.Step();
        find.Reset();
        return found;
    }

    public void Append(UsageEvent e)
    {
        var key = rollups.KeyOf(e);
        rollups.Add(key, e);
        var insert = database.Prepare("""
            INSERT INTO events (node, id, request, attempt, sign, admitted_at, completed_at, dimensions, session, tags, set_by_client, dialect,
                input_uncached, input_audio, cache_read, cache_write_5m, cache_write_1h, output_text, output_audio, output_reasoning,
                flags, cost, provider_cost, charged, price, duration_us, first_token_us, enforced, http_status,
                response_id, correlation_id, operation_id, trace_id, span_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        insert.Bind(names.Id(node)).Bind(e.Id).Bind(e.RequestId).Bind(e.Attempt).Bind(e.Sign).Bind(Microseconds.Of(e.AdmittedAt)).Bind(Microseconds.Of(e.CompletedAt))
            .Bind(key.Dimensions).Bind(key.Session).Bind(key.Tags).Bind((long)e.Attributes.SetByClient).Bind(names.Id(e.Dialect));
        BindUsage(insert, e.Usage);
        insert.Bind((long)e.Flags).Bind(e.Cost?.Value).Bind(e.ProviderCost?.Value).Bind(e.Charged.Value).Bind(names.Id(e.PriceId))
            .Bind(Column.Span(e.Duration)).Bind(Column.Span(e.TimeToFirstToken)).Bind(e.Enforced ? 1L : 0L).Bind(e.HttpStatus)
            .Bind(e.ResponseId).Bind(e.CorrelationId).Bind(e.OperationId).Bind(e.TraceId).Bind(e.SpanId).Run();
    }

    private static void BindUsage(SqliteStatement insert, TokenUsage? usage) => insert
        .Bind(usage?.InputUncached).Bind(usage?.InputAudio).Bind(usage?.CacheRead).Bind(usage?.CacheWrite5m)
        .Bind(usage?.CacheWrite1h).Bind(usage?.OutputText).Bind(usage?.OutputAudio).Bind(usage?.OutputReasoning);
}
