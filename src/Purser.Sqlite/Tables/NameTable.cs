using Purser.Sqlite.Native;

namespace Purser.Sqlite.Tables;

/// <summary>Strings to small ids on the writer's side; 0 stands for "not stated". The cache is bounded and only holds what the database has or will have at the commit.</summary>
internal sealed class NameTable(SqliteDatabase database)
{
    private const int CacheBound = 65_536;

    private readonly Dictionary<string, long> _ids = new(StringComparer.Ordinal);

    public long Id(string? text)
    {
        if (text is null)
            return 0;
        if (_ids.TryGetValue(text, out var known))
            return known;
        if (_ids.Count >= CacheBound)
            _ids.Clear();
        return _ids[text] = Find(text) ?? Insert(text);
    }

    public void Forget() => _ids.Clear();

    private long? Find(string text)
    {
        var find = database.Prepare("SELECT id FROM names WHERE text = ?").Bind(text);
        long? id = find.Step() ? find.Int64(0) : null;
        find.Reset();
        return id;
    }

    private long Insert(string text)
    {
        var insert = database.Prepare("INSERT INTO names (text) VALUES (?) RETURNING id").Bind(text);
        insert.Step();
        var id = insert.Int64(0);
        insert.Run();
        return id;
    }
}
