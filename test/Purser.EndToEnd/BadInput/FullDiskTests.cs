using Purser.EndToEnd.Harness;

namespace Purser.EndToEnd.BadInput;

/// <summary>A data directory on a disk that fills up: a real, small file system where mounting one is permitted.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task On_a_full_disk_enforced_calls_are_refused_or_answered_and_nothing_that_was_acknowledged_is_lost()
    {
        using var folder = new TempFolder();
        var disk = folder.File("disk");
        Directory.CreateDirectory(disk);
        var mounted = await Processes.RunAsync("mount", ["-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], "/");
        // Without the right to mount, the only thing left to show is that an unusable place is refused.
        var data = mounted.Exit == 0 ? Path.Combine(disk, "data") : "/dev/full/data";
        try
        {
            if (mounted.Exit == 0)
                await FillAsync(disk, data, folder);
            else
                (await Processes.PurserAsync("usage", "--data", data)).Exit.ShouldBe(1);
        }
        finally
        {
            if (mounted.Exit == 0)
                await Processes.RunAsync("umount", ["-l", disk], "/");
        }
    }

    private static async Task FillAsync(string disk, string data, TempFolder folder)
    {
        await using var model = await Cli.Demo.Scripted.ScriptedModel.StartAsync(TimeProvider.System, CancellationToken.None);
        var config = folder.Write("purser.json", $$"""{ "Purser": { "gateway": { "upstreams": { "openai": { "url": "{{model.Url}}/v1" } } }, {{Prices.WithBudget("all", "100usd")}} } }""");
        var settled = new List<string>();
        await using (var server = await ServerProcess.StartAsync(data, "--config", config))
        {
            settled.AddRange(await CallsAsync(server, 5));
            settled.Count.ShouldBe(5);
            await FillRestAsync(disk);
            var during = await CallsAsync(server, 12);
            settled.AddRange(during);
            server.Log.ShouldNotContain("Unhandled");
            (await server.GetAsync("/api/v1/status")).GetProperty("pid").GetInt32().ShouldBe(server.Pid);
            File.Delete(Path.Combine(disk, "ballast"));
            await Eventually.TrueAsync(async () => (await CallsAsync(server, 1)).Count == 1, "calls pass again when there is room");
            await server.KillAsync();
        }

        await using var after = await ServerProcess.StartAsync(data, "--config", config);
        foreach (var id in settled)
        {
            await Eventually.TrueAsync(
                async () => (await after.GetAsync($"/api/v1/requests/{id}")).GetProperty("events").GetArrayLength() == 1, $"{id} is in the ledger once");
        }
    }

    private static async Task FillRestAsync(string disk)
    {
        await using var ballast = new FileStream(Path.Combine(disk, "ballast"), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
                await ballast.WriteAsync(block);
        }
        catch (IOException)
        {
            // Full: that was the aim.
        }
    }

    // Request ids of the calls that were answered well; a refusal must be the store's, in so many words.
    private static async Task<List<string>> CallsAsync(ServerProcess server, int count)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            using var request = Requests.Chat(server.Url, 10);
            using var answer = await server.Http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if ((int)answer.StatusCode == 200)
                ids.Add(answer.Headers.GetValues("X-Purser-Request").Single());
            else
                text.ShouldContain("budget_store_unavailable");
        }

        return ids;
    }
}
