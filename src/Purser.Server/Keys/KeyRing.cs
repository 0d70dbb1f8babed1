using System.Collections.Immutable;
using System.Text.Json;
using Purser.Ledger;

namespace Purser.Server.Keys;

/// <summary>
/// The virtual keys of a ledger: made, found and revoked (design 7). A key's text is known only to <see cref="CreateAsync"/>'s caller.
/// Lookups are lock-free on a snapshot; changes are written to the ledger before they take effect. Thread-safe.
/// </summary>
public sealed class KeyRing : IDisposable
{
    /// <summary>The kind of the ledger's documents.</summary>
    public const string DocumentKind = "key";

    // Compared when no key has the id, so that a wrong id takes as long as a wrong secret.
    private static readonly string NoHash = KeySecret.Hash("");

    private readonly Func<LedgerBatch, CancellationToken, ValueTask> _commit;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _changing = new(1, 1);
    private ImmutableDictionary<string, VirtualKey> _keys;

    /// <summary>Takes the documents of a loaded ledger; those of other kinds are passed over.</summary>
    /// <param name="documents">As in <see cref="LedgerState.Documents"/>.</param>
    /// <param name="commit">Returns when the batch is durable.</param>
    /// <param name="clock">Tells what has expired.</param>
    public KeyRing(IEnumerable<DocumentChange> documents, Func<LedgerBatch, CancellationToken, ValueTask> commit, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(documents);
        _commit = commit;
        _clock = clock;
        _keys = documents.Where(d => d is { Kind: DocumentKind, Json: not null })
            .Select(d => JsonSerializer.Deserialize(d.Json!.Value.Span, KeyJson.Default.VirtualKey)! with { Version = d.Version })
            .ToImmutableDictionary(k => k.Id, StringComparer.Ordinal);
    }

    /// <summary>Every key, newest first, revoked ones included.</summary>
    public IReadOnlyList<VirtualKey> List() => [.. _keys.Values.OrderByDescending(k => k.CreatedAt).ThenBy(k => k.Id, StringComparer.Ordinal)];

    /// <summary>Whether any key works now.</summary>
    public bool AnyActive
    {
        get
        {
            var now = _clock.GetUtcNow();
            return _keys.Values.Any(k => k.IsActive(now));
        }
    }

    /// <summary>Finds the key that a text is; the key is null unless the verdict is <see cref="KeyVerdict.Valid"/>.</summary>
    public KeyVerdict Verify(string text, out VirtualKey? key)
    {
        ArgumentNullException.ThrowIfNull(text);
        key = null;
        var found = KeySecret.IdOf(text) is { } id ? _keys.GetValueOrDefault(id) : null;
        if (!KeySecret.HashEquals(KeySecret.Hash(text), found?.Hash ?? NoHash) || found is null)
            return KeyVerdict.Unknown;
        if (found.RevokedAt is not null)
            return KeyVerdict.Revoked;
        if (!found.IsActive(_clock.GetUtcNow()))
            return KeyVerdict.Expired;
        key = found;
        return KeyVerdict.Valid;
    }

    /// <summary>Makes a key; its text is returned once and cannot be had again.</summary>
    /// <param name="template">Name, scopes and identity; id, hash, times and version are set here.</param>
    /// <param name="cancellationToken">Cancels before the write.</param>
    /// <exception cref="LedgerUnavailableException">The key was not made.</exception>
    public async ValueTask<(VirtualKey Key, string Text)> CreateAsync(VirtualKey template, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(template);
        var (id, text) = KeySecret.Create();
        var key = template with { Id = id, Hash = KeySecret.Hash(text), CreatedAt = _clock.GetUtcNow(), RevokedAt = null, Version = 1 };
        await ChangeAsync(key, cancellationToken);
        return (key, text);
    }

    /// <summary>Stops a key for good; revoking it again changes nothing. Returns null when there is no such key.</summary>
    /// <exception cref="LedgerUnavailableException">The key still works.</exception>
    public async ValueTask<VirtualKey?> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        var key = _keys.GetValueOrDefault(id);
        if (key is null or { RevokedAt: not null })
            return key;
        key = key with { RevokedAt = _clock.GetUtcNow(), Version = key.Version + 1 };
        await ChangeAsync(key, cancellationToken);
        return key;
    }

    /// <summary>Frees the lock of changes.</summary>
    public void Dispose() => _changing.Dispose();

    private async ValueTask ChangeAsync(VirtualKey key, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(key, KeyJson.Default.VirtualKey);
            var entry = new LedgerEntry
            {
                Id = Guid.CreateVersion7(_clock.GetUtcNow()),
                Kind = EntryKind.Change,
                At = _clock.GetUtcNow(),
                Tenant = key.Tenant,
                Data = JsonSerializer.SerializeToUtf8Bytes(key with { Hash = "" }, KeyJson.Default.VirtualKey),
            };
            await _commit(new LedgerBatch { Entries = [entry], Documents = [new(DocumentKind, key.Id, key.Version, json)] }, cancellationToken);
            _keys = _keys.SetItem(key.Id, key);
        }
        finally
        {
            _changing.Release();
        }
    }
}
