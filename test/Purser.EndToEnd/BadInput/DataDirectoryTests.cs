using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.BadInput;

/// <summary>Data directories and configurations that cannot be used: a clear error, nothing lost, nothing emptied in silence.</summary>
public sealed class DataDirectoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_is_refused_with_the_way_out()
    {
        // /proc refuses new directories for everyone, whoever runs the tests.
        var result = await Processes.PurserAsync("usage", "--data", "/proc/purser-data");
        result.Exit.ShouldBe(1);
        result.Error.ShouldContain("/proc/purser-data");
        result.Error.ShouldContain("--data");
    }

    [Fact]
    public async Task A_damaged_ledger_is_refused_or_restored_and_never_silently_emptied()
    {
        var data = _folder.File("data");
        (await Processes.PurserAsync("budget", "set", "kept", "--limit", "5usd", "--window", "day", "--data", data)).ShouldSucceed();
        var file = Path.Combine(data, "ledger.db");
        var bytes = await File.ReadAllBytesAsync(file);
        bytes.AsSpan(0, bytes.Length - (bytes.Length / 4)).Fill(0x5A);
        await File.WriteAllBytesAsync(file, bytes);

        var result = await Processes.PurserAsync("budget", "list", "--data", data);
        result.Exit.ShouldBe(1, result.Output);
        result.Error.ShouldContain(file);
        (await File.ReadAllBytesAsync(file)).ShouldBe(bytes);
    }

    [Fact]
    public async Task A_configuration_with_five_errors_reports_all_five_with_their_keys()
    {
        var config = _folder.Write("purser.yaml", """
            server:
              urls: not-an-address
              max_request_bytes: huge
            ledger:
              durability: sometimes
            gateway:
              conect_timeout: 5s
            budgets:
              definitions:
                - name: daily
                  limit: 5 bananas
                  window: day
            """);
        var result = await Processes.PurserAsync("serve", "--config", config, "--data", _folder.File("data"));
        result.Exit.ShouldBeOneOf(1, 2);
        foreach (var key in (string[])["server.urls", "server.max_request_bytes", "ledger.durability", "gateway.conect_timeout", "budgets.definitions.0.limit"])
            result.Error.ShouldContain(key);
        result.Error.ShouldContain("connect_timeout");
        Directory.Exists(_folder.File("data")).ShouldBeFalse();
    }
}
