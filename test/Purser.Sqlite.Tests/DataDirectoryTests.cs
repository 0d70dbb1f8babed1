using System.Diagnostics;
using Purser.Ledger;
using Purser.Testing;

namespace Purser.Sqlite.Tests;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly SqliteFolder _folder = new();
    private readonly FakeClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_directory_that_we_make_is_for_its_owner_only()
    {
        var path = Path.Combine(_folder.Path, "made");
        using var owner = DataDirectory.Own(path, null, null, _clock);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_second_owner_is_refused_and_told_who_owns_it_and_what_to_do()
    {
        using var owner = DataDirectory.Own(_folder.Path, null, null, _clock);

        var error = Should.Throw<DataDirectoryOwnedException>(() => DataDirectory.Own(_folder.Path, null, null, _clock));
        error.Message.ShouldContain($"owned by pid {Environment.ProcessId}; run purser serve --data {_folder.Path}");
        DataDirectory.TryOwn(_folder.Path, null, null, _clock).ShouldBeNull();
    }

    [Fact]
    public void A_server_is_found_through_its_record_which_only_its_user_can_read()
    {
        using var owner = DataDirectory.Own(_folder.Path, "http://127.0.0.1:4700", "secret", _clock);

        var record = DataDirectory.Owner(_folder.Path).ShouldNotBeNull();
        record.ShouldBe(new OwnerRecord(Environment.ProcessId, "http://127.0.0.1:4700", "secret", _clock.GetUtcNow()));
        record.ToString().ShouldNotContain("secret");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(_folder.Path, "owner.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        owner.Announce("http://127.0.0.1:4711", "other", _clock);
        DataDirectory.Owner(_folder.Path)!.Url.ShouldBe("http://127.0.0.1:4711");
    }

    [Fact]
    public void The_record_of_a_dead_owner_does_not_count()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "owner.json"), """{"pid":1,"url":"http://127.0.0.1:1","token":"t","started_at":"2026-01-01T00:00:00Z"}""");
        File.WriteAllText(Path.Combine(_folder.Path, "lock"), "1\n");

        DataDirectory.Owner(_folder.Path).ShouldBeNull();
        using var owner = DataDirectory.Own(_folder.Path, null, null, _clock);
        DataDirectory.Owner(_folder.Path)!.Pid.ShouldBe(Environment.ProcessId);
    }

    [Fact]
    public void What_was_given_back_can_be_taken_again()
    {
        DataDirectory.Own(_folder.Path, null, null, _clock).Dispose();
        DataDirectory.IsOwned(_folder.Path).ShouldBeFalse();
        using var again = DataDirectory.Own(_folder.Path, null, null, _clock);
        DataDirectory.IsOwned(_folder.Path).ShouldBeTrue();
    }

    [Fact]
    public async Task Another_process_that_holds_the_lock_is_the_owner_until_it_ends()
    {
        if (OperatingSystem.IsWindows())
            Assert.Fail("This test needs flock(1).");
        var file = Path.Combine(_folder.Path, "lock");
        using var other = Process.Start(new ProcessStartInfo("flock", [file, "sh", "-c", "echo held; cat"]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        (await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("held");

        DataDirectory.IsOwned(_folder.Path).ShouldBeTrue();
        Should.Throw<DataDirectoryOwnedException>(() => DataDirectory.Own(_folder.Path, null, null, _clock));
        other.StandardInput.Close();
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var owner = DataDirectory.Own(_folder.Path, null, null, _clock);
    }

    [Fact]
    public void Those_who_only_look_do_not_keep_an_owner_out()
    {
        DataDirectory.Own(_folder.Path, null, null, _clock).Dispose();
        var owned = 0;
        Parallel.For(0, 400, number =>
        {
            if (number % 4 > 0)
                DataDirectory.IsOwned(_folder.Path);
            else if (DataDirectory.TryOwn(_folder.Path, null, null, _clock) is { } owner)
            {
                owner.Dispose();
                Interlocked.Increment(ref owned);
            }
        });
        owned.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_explained()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        Should.Throw<LedgerUnavailableException>(() => DataDirectory.Own(Path.Combine(file, "data"), null, null, _clock)).Message.ShouldContain("--data DIR");
    }
}
