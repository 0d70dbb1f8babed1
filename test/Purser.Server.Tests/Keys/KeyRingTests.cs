using System.Text;
using Purser.Ledger;
using Purser.Server.Keys;
using Purser.Testing;

namespace Purser.Server.Tests.Keys;

public sealed class KeyRingTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly FakeClock _clock = new();
    private readonly List<LedgerBatch> _batches = [];
    private bool _storeAway;

    [Fact]
    public async Task A_created_key_is_found_by_its_text_and_by_nothing_else()
    {
        var ring = Ring();
        var (key, text) = await ring.CreateAsync(Template("ci") with { Team = "core", Scopes = KeyScopes.Viewer }, None);
        ring.Verify(text, out var found).ShouldBe(KeyVerdict.Valid);
        found.ShouldBe(key);
        ring.Verify(text[..^1], out found).ShouldBe(KeyVerdict.Unknown);
        found.ShouldBeNull();
        ring.Verify(text + "A", out _).ShouldBe(KeyVerdict.Unknown);
        ring.Verify("sk-some-provider-key", out _).ShouldBe(KeyVerdict.Unknown);
        ring.Verify("", out _).ShouldBe(KeyVerdict.Unknown);
        ring.Verify(new string('x', 100_000), out _).ShouldBe(KeyVerdict.Unknown);
    }

    [Fact]
    public async Task A_key_carries_256_random_bits_and_never_repeats()
    {
        var ring = Ring();
        var texts = new HashSet<string>();
        for (var i = 0; i < 200; i++)
            texts.Add((await ring.CreateAsync(Template("k"), None)).Text);
        texts.Count.ShouldBe(200);
        texts.ShouldAllBe(t => t.StartsWith("pk-purser-") && t.Length == "pk-purser-".Length + 12 + 1 + 43);
    }

    [Fact]
    public async Task The_secret_is_in_no_document_and_no_entry()
    {
        var ring = Ring();
        var (key, text) = await ring.CreateAsync(Template("ci"), None);
        await ring.RevokeAsync(key.Id, None);
        var secret = text[(text.LastIndexOf('-') - 10)..];
        foreach (var batch in _batches)
        {
            foreach (var bytes in batch.Documents.Select(d => d.Json!.Value).Concat(batch.Entries.Select(e => e.Data)))
                Encoding.UTF8.GetString(bytes.Span).ShouldNotContain(secret);
            batch.Entries.Any(e => Encoding.UTF8.GetString(e.Data.Span).Contains(key.Hash)).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_revoked_key_stops_at_once_and_stays_listed()
    {
        var ring = Ring();
        var (key, text) = await ring.CreateAsync(Template("ci"), None);
        (await ring.RevokeAsync(key.Id, None))!.RevokedAt.ShouldBe(_clock.GetUtcNow());
        ring.Verify(text, out _).ShouldBe(KeyVerdict.Revoked);
        ring.List().Single().Version.ShouldBe(2);
        await ring.RevokeAsync(key.Id, None);
        _batches.Count.ShouldBe(2);
        (await ring.RevokeAsync("nobody", None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_key_expires_at_its_instant()
    {
        var ring = Ring();
        var (_, text) = await ring.CreateAsync(Template("ci") with { ExpiresAt = _clock.GetUtcNow().AddHours(1) }, None);
        ring.AnyActive.ShouldBeTrue();
        _clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        ring.Verify(text, out _).ShouldBe(KeyVerdict.Valid);
        _clock.Advance(TimeSpan.FromTicks(1));
        ring.Verify(text, out _).ShouldBe(KeyVerdict.Expired);
        ring.AnyActive.ShouldBeFalse();
    }

    [Fact]
    public async Task A_restarted_ring_knows_its_keys_and_what_was_revoked()
    {
        var ring = Ring();
        var kept = await ring.CreateAsync(Template("kept") with { Tags = new Dictionary<string, string> { ["env"] = "prod" }, AllowedHeaders = ["session"] }, None);
        var gone = await ring.CreateAsync(Template("gone"), None);
        await ring.RevokeAsync(gone.Key.Id, None);
        var restarted = new KeyRing(Documents(), CommitAsync, _clock);
        restarted.Verify(kept.Text, out var found).ShouldBe(KeyVerdict.Valid);
        found!.Tags["env"].ShouldBe("prod");
        found.AllowedHeaders.ShouldBe(["session"]);
        restarted.Verify(gone.Text, out _).ShouldBe(KeyVerdict.Revoked);
    }

    [Fact]
    public async Task A_key_whose_write_failed_does_not_work_and_a_failed_revocation_leaves_it_working()
    {
        var ring = Ring();
        var (key, text) = await ring.CreateAsync(Template("ci"), None);
        _storeAway = true;
        await Should.ThrowAsync<LedgerUnavailableException>(async () => await ring.CreateAsync(Template("no"), None));
        await Should.ThrowAsync<LedgerUnavailableException>(async () => await ring.RevokeAsync(key.Id, None));
        ring.List().ShouldHaveSingleItem();
        ring.Verify(text, out _).ShouldBe(KeyVerdict.Valid);
    }

    [Theory]
    [InlineData(KeyScopes.Admin, KeyScopes.Operator, true)]
    [InlineData(KeyScopes.Operator, KeyScopes.Gateway, true)]
    [InlineData(KeyScopes.Operator, KeyScopes.Admin, false)]
    [InlineData(KeyScopes.Viewer, KeyScopes.Gateway, false)]
    [InlineData(KeyScopes.Gateway | KeyScopes.Viewer, KeyScopes.Viewer, true)]
    [InlineData(KeyScopes.None, KeyScopes.Viewer, false)]
    public void A_scope_permits_what_it_includes(KeyScopes held, KeyScopes needed, bool permitted) =>
        KeyScopeNames.Permits(held, needed).ShouldBe(permitted);

    private static VirtualKey Template(string name) => new() { Id = "", Hash = "", Name = name, CreatedAt = default };

    private KeyRing Ring() => new([], CommitAsync, _clock);

    private IEnumerable<DocumentChange> Documents() => _batches.SelectMany(b => b.Documents).GroupBy(d => d.Id).Select(g => g.MaxBy(d => d.Version)!);

    private ValueTask CommitAsync(LedgerBatch batch, CancellationToken cancellationToken)
    {
        if (_storeAway)
            throw new LedgerUnavailableException();
        _batches.Add(batch);
        return ValueTask.CompletedTask;
    }
}
