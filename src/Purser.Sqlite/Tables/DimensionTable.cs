using Purser.Ledger.Reports;
using Purser.Sqlite.Native;

namespace Purser.Sqlite.Tables;

/// <summary>Combinations of names to ids on the writer's side; the cache is bounded.</summary>
internal sealed class DimensionTable(SqliteDatabase database, NameTable names)
{
    private const int CacheBound = 16_384;

    private readonly Dictionary<UsageDimensions, long> _ids = [];

    public long Id(in UsageDimensions d)
    {
        if (_ids.TryGetValue(d, out var known))
            return known;
        if (_ids.Count >= CacheBound)
            _ids.Clear();
        // The update changes nothing; it makes RETURNING answer for a row that is there already.
        var upsert = database.Prepare("""
            INSERT INTO dimensions (tenant, provider, model, user, agent, component, team, key, source, status)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET tenant = tenant RETURNING id
            """);
        upsert.Bind(names.Id(d.Tenant)).Bind(names.Id(d.Provider)).Bind(names.Id(d.Model)).Bind(names.Id(d.User)).Bind(names.Id(d.Agent))
            .Bind(names.Id(d.Component)).Bind(names.Id(d.Team)).Bind(names.Id(d.Key)).Bind((long)d.Source).Bind((long)d.Status);
        upsert.Step();
        var id = upsert.Int64(0);
        upsert.Run();
        return _ids[d] = id;
    }

    public void Forget() => _ids.Clear();
}
