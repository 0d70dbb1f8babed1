using Purser.Cli.Api;
using Purser.Cli.Commands;
using Purser.Cli.Terminals;
using Purser.Sqlite;

namespace Purser.Cli.Tests.Commands;

/// <summary>What <c>doctor</c> says of real directories.</summary>
public sealed class DoctorDirectoriesTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("purser-doctor").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_fresh_directory_is_well()
    {
        var (status, output, error) = await DoctorAsync();
        status.ShouldBe(ExitCode.Done, error);
        output.ShouldContain("open_holds");
    }

    [Fact]
    public async Task A_broken_ledger_is_refused_with_the_way_out_and_left_as_it_is()
    {
        var file = Path.Combine(_data, SqliteStoreOptions.FileName);
        await File.WriteAllTextAsync(file, new string('x', 8192), TestContext.Current.CancellationToken);
        var (status, _, error) = await DoctorAsync();
        status.ShouldBe(ExitCode.Failed);
        error.ShouldContain(_data);
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe(new string('x', 8192));
    }

    [Fact]
    public async Task A_directory_that_a_library_owns_says_by_whom()
    {
        using var owner = DataDirectory.Own(_data, null, null, TimeProvider.System);
        var (status, _, error) = await DoctorAsync();
        status.ShouldBe(ExitCode.Failed);
        error.ShouldContain($"pid {Environment.ProcessId}");
        error.ShouldContain("purser serve --data");
    }

    private async Task<(int Status, string Output, string Error)> DoctorAsync()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var terminal = new Terminal(Stream.Null, output, error);
        var status = await CommandLine.RunAsync(["doctor", "--data", _data], new CommandHost(terminal, Connector.ConnectAsync), TestContext.Current.CancellationToken);
        return (status, output.ToString(), error.ToString());
    }
}
