using Purser.Ledger;
using Purser.Pricing;
using Purser.Sqlite.Native;
using Purser.Sqlite.Tables;
using Purser.Tokens;

namespace Purser.Sqlite.Reads;

/// <summary>Usage events out of the database.</summary>
internal static class EventReads
{
    private const string Columns = """
        SELECT e.id, e.request, e.attempt, e.sign, e.admitted_at, e.completed_at,
            (SELECT text FROM names WHERE id = d.tenant), (SELECT text FROM names WHERE id = d.provider), (SELECT text FROM names WHERE id = d.model),
            (SELECT text FROM names WHERE id = d.user), (SELECT text FROM names WHERE id = d.agent), (SELECT text FROM names WHERE id = d.component),
            (SELECT text FROM names WHERE id = d.team), (SELECT text FROM names WHERE id = d.key), d.source, d.status,
            (SELECT text FROM names WHERE id = e.session), (SELECT text FROM names WHERE id = e.tags), e.set_by_client,
            (SELECT text FROM names WHERE id = e.dialect), e.input_uncached, e.input_audio, e.cache_read, e.cache_write_5m, e.cache_write_1h,
            e.output_text, e.output_audio, e.output_reasoning, e.flags, e.cost, e.provider_cost, e.charged, (SELECT text FROM names WHERE id = e.price),
            e.duration_us, e.first_token_us, e.enforced, e.http_status, e.response_id, e.correlation_id, e.operation_id, e.trace_id, e.span_id, e.seq
        FROM events e JOIN dimensions d ON d.id = e.dimensions
        """;

    public static List<UsageEvent> OfRequest(SqliteDatabase database, Guid request) =>
        All(database.Prepare(Columns + " WHERE e.request = ? ORDER BY e.seq").Bind(request));

    public static List<UsageEvent> Recent(SqliteDatabase database, int limit) =>
        All(database.Prepare(Columns + " ORDER BY e.seq DESC LIMIT ?").Bind(limit));

    public static List<UsageEvent> Joins(SqliteDatabase database, string tenant, string provider, string responseId, DateTimeOffset since) =>
        All(database.Prepare(Columns + """
             WHERE e.response_id = ? AND e.admitted_at >= ? AND d.tenant = (SELECT id FROM names WHERE text = ?)
                AND d.provider = (SELECT id FROM names WHERE text = ?) ORDER BY e.seq
            """).Bind(responseId).Bind(Microseconds.Of(since)).Bind(tenant).Bind(provider));

    /// <summary>By admission time first: spans have no index of their own.</summary>
    public static List<UsageEvent> SpanJoins(SqliteDatabase database, string tenant, string traceId, string spanId, DateTimeOffset since, DateTimeOffset until) =>
        All(database.Prepare(Columns + """
             WHERE e.admitted_at >= ? AND e.admitted_at <= ? AND e.span_id = ? AND e.trace_id = ?
                AND d.tenant = (SELECT id FROM names WHERE text = ?) ORDER BY e.seq
            """).Bind(Microseconds.Of(since)).Bind(Microseconds.Of(until)).Bind(spanId).Bind(traceId).Bind(tenant));

    /// <summary>Events by admission time, for the edges of a report.</summary>
    public static IEnumerable<UsageEvent> Between(SqliteDatabase database, long from, long until)
    {
        var row = database.Prepare(Columns + " WHERE e.admitted_at >= ? AND e.admitted_at < ? ORDER BY e.admitted_at").Bind(from).Bind(until);
        while (row.Step())
            yield return Read(row);
    }

    /// <summary>Events above a sequence, in order.</summary>
    public static List<(long Sequence, UsageEvent Event)> After(SqliteDatabase database, long sequence)
    {
        var (row, found) = (database.Prepare(Columns + " WHERE e.seq > ? ORDER BY e.seq").Bind(sequence), new List<(long, UsageEvent)>());
        while (row.Step())
            found.Add((row.Int64(42), Read(row)));
        return found;
    }

    private static List<UsageEvent> All(SqliteStatement row)
    {
        var events = new List<UsageEvent>();
        while (row.Step())
            events.Add(Read(row));
        return events;
    }

    private static UsageEvent Read(SqliteStatement row) => new()
    {
        Id = row.Guid(0),
        RequestId = row.Guid(1),
        Attempt = (int)row.Int64(2),
        Sign = (int)row.Int64(3),
        AdmittedAt = row.Time(4),
        CompletedAt = row.Time(5),
        Attributes = Attributes(row),
        Source = (UsageSource)row.Int64(14),
        Status = (EventStatus)row.Int64(15),
        Dialect = row.TextOrNull(19),
        Usage = row.IsNull(20) ? null : Usage(row),
        Flags = (UsageFlags)row.Int64(28),
        Cost = Money(row, 29),
        ProviderCost = Money(row, 30),
        Charged = new NanoUsd(row.Int64(31)),
        PriceId = row.TextOrNull(32),
        Duration = row.SpanOrNull(33),
        TimeToFirstToken = row.SpanOrNull(34),
        Enforced = row.Int64(35) != 0,
        HttpStatus = (int?)row.Int64OrNull(36),
        ResponseId = row.TextOrNull(37),
        CorrelationId = row.TextOrNull(38),
        OperationId = row.TextOrNull(39),
        TraceId = row.TextOrNull(40),
        SpanId = row.TextOrNull(41),
    };

    private static CallAttributes Attributes(SqliteStatement row) => new()
    {
        Tenant = row.Text(6),
        Provider = row.TextOrNull(7),
        Model = row.TextOrNull(8),
        User = row.TextOrNull(9),
        Agent = row.TextOrNull(10),
        Component = row.TextOrNull(11),
        Team = row.TextOrNull(12),
        KeyId = row.TextOrNull(13),
        Session = row.TextOrNull(16),
        Tags = StringMap.Read(row.TextOrNull(17)),
        SetByClient = (AttributeNames)row.Int64(18),
    };

    private static TokenUsage Usage(SqliteStatement row) => new()
    {
        InputUncached = row.Int64(20),
        InputAudio = row.Int64(21),
        CacheRead = row.Int64(22),
        CacheWrite5m = row.Int64(23),
        CacheWrite1h = row.Int64(24),
        OutputText = row.Int64(25),
        OutputAudio = row.Int64(26),
        OutputReasoning = row.Int64(27),
    };

    private static NanoUsd? Money(SqliteStatement row, int column) => row.Int64OrNull(column) is { } value ? new NanoUsd(value) : null;
}
