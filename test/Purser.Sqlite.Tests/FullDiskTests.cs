using System.Diagnostics;
using Purser.Ledger;
using Purser.Testing;

namespace Purser.Sqlite.Tests;

/// <summary>A file system that really runs full; where mounting is not permitted, the bound on the file makes SQLite say the same.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly SqliteFolder _folder = new();
    private readonly bool _mounted;

    public FullDiskTests() => _mounted = Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", _folder.Path);

    public void Dispose()
    {
        if (_mounted)
            Run("umount", _folder.Path);
        _folder.Dispose();
    }

    [Fact]
    public async Task Writes_are_refused_whole_and_taken_again_when_space_returns()
    {
        var ballast = Path.Combine(_folder.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[_mounted ? 700 << 10 : 1], TestContext.Current.CancellationToken);
        await using var store = await SqliteLedgerStore.OpenAsync(
            _folder.Options with { MaxFileBytes = _mounted ? null : 60 * 4096, BackupAge = TimeSpan.FromDays(9) }, TestContext.Current.CancellationToken);
        var written = 0;
        var error = await Should.ThrowAsync<LedgerUnavailableException>(async () =>
        {
            for (; written < 20_000; written++)
                await ApplyAsync(store);
        });
        error.Message.ShouldContain(_folder.Path);
        (await store.QueryAsync(new UsageQuery(), default)).Totals.Calls.ShouldBe(written);
        (await store.VerifyAsync(default)).ShouldBeEmpty();

        File.Delete(ballast);
        if (!_mounted)
            await store.RetainAsync(Some.Noon.AddDays(1), default);
        await ApplyAsync(store);
        (await store.QueryAsync(new UsageQuery(), default)).Totals.Calls.ShouldBe(written + 1);
    }

    private static async Task ApplyAsync(SqliteLedgerStore store)
    {
        var entry = Some.Entry(EntryKind.Usage, Some.Id(), new BalanceChange(Some.Instance(), new Balance(0, 0, 0, 1)));
        await store.ApplyAsync([new LedgerBatch { Entries = [entry], Usage = [Some.Event()] }], default);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
