using System.Text.Json;
using Purser.Ledger;
using Purser.Pricing;

namespace Purser;

/// <summary>
/// The user's own prices: configured ones, which only the configuration changes, over stored ones, which are documents of the ledger.
/// A change is in force when it is durable. Thread-safe.
/// </summary>
public sealed class StoredPrices : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private readonly IReadOnlyList<PriceRow> _configured;
    private readonly Dictionary<string, (PriceRow Row, long Version)> _stored = new(StringComparer.Ordinal);
    private readonly LedgerWriter _writer;
    private readonly TimeProvider _clock;

    internal StoredPrices(IReadOnlyList<PriceRow> configured, IEnumerable<DocumentChange> documents, LedgerWriter writer, TimeProvider clock)
    {
        _configured = configured;
        _writer = writer;
        _clock = clock;
        foreach (var document in documents.Where(d => d is { Kind: PriceJson.DocumentKind, Json: not null }))
            _stored[document.Id] = (PriceJson.Read(document.Json!.Value.Span), document.Version);
        Source = new PriceSource(Book());
    }

    /// <summary>The book in force.</summary>
    public PriceSource Source { get; }

    /// <summary>Whether the configuration prices this model, so that it cannot be changed here.</summary>
    public bool IsConfigured(string provider, string model) => _configured.Any(r => r.Provider == provider && r.Model == model);

    /// <summary>Stores rows, replacing those of the same id, and puts them in force for later calls.</summary>
    /// <param name="rows">At most 100,000; each without a <see cref="PriceRow.Problem"/>.</param>
    /// <param name="who">Who asks, for the history.</param>
    /// <param name="cancellationToken">Cancels before the write.</param>
    /// <exception cref="ArgumentException">A row is unusable, or is priced in the configuration.</exception>
    /// <exception cref="LedgerUnavailableException">Nothing was changed.</exception>
    public async ValueTask SetAsync(IReadOnlyList<PriceRow> rows, string who, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (var row in rows)
        {
            if (row.Problem() is { } problem)
                throw new ArgumentException($"Price '{row.Id}': {problem}.", nameof(rows));
            if (IsConfigured(row.Provider, row.Model))
                throw new ArgumentException($"'{row.Provider}/{row.Model}' is priced in the configuration; change it there.", nameof(rows));
        }

        await _changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var documents = rows.Select(r => new DocumentChange(PriceJson.DocumentKind, r.Id, VersionAfter(r.Id), PriceJson.Write(r))).ToList();
            await _writer.CommitAsync(new LedgerBatch { Entries = [Entry(rows, who)], Documents = documents }, cancellationToken).ConfigureAwait(false);
            foreach (var (row, document) in rows.Zip(documents))
                _stored[row.Id] = (row, document.Version);
            Source.Replace(Book());
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Frees the lock of changes.</summary>
    public void Dispose() => _changing.Dispose();

    private PriceBook Book() => PriceBook.BuiltIn.WithOverrides([.. _stored.Values.OrderBy(s => s.Row.AsOf).Select(s => s.Row), .. _configured]);

    private long VersionAfter(string id) => _stored.TryGetValue(id, out var known) ? known.Version + 1 : 1;

    private LedgerEntry Entry(IReadOnlyList<PriceRow> rows, string who)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("change", "price");
            json.WriteString("who", who);
            json.WriteNumber("rows", rows.Count);
            json.WriteString("first", rows.Count > 0 ? rows[0].Id : null);
            json.WriteEndObject();
        }

        var now = _clock.GetUtcNow();
        return new LedgerEntry { Id = Guid.CreateVersion7(now), Kind = EntryKind.Change, At = now, Data = buffer.WrittenMemory };
    }
}
