using Purser.Ledger;
using Purser.Testing;

namespace Purser.Sqlite.Tests;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly SqliteFolder _folder = new();
    private readonly FakeClock _clock = new();

    public void Dispose() => _folder.Dispose();

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
    public void A_directory_that_cannot_be_made_is_explained()
    {
        var file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        Should.Throw<LedgerUnavailableException>(() => DataDirectory.Own(Path.Combine(file, "data"), null, null, _clock)).Message.ShouldContain("--data DIR");
    }
}
