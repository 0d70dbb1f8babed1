using System.Text.Json;
using Purser.Cli.Demo.Scripted;

namespace Purser.EndToEnd.Harness;

/// <summary>A scripted model, a data directory and a configuration: everything around a server process.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private House(ScriptedModel model) => Model = model;

    public ScriptedModel Model { get; }

    public ServerProcess Server { get; private set; } = null!;

    public string Data => _folder.File("data");

    public string Config => _folder.File("purser.json");

    /// <summary>Starts model and server.</summary>
    /// <param name="configuration">Sections beside the upstreams, as JSON members: <c>"budgets": {…}</c>.</param>
    public static async Task<House> StartAsync(string configuration = "\"keys\": {}")
    {
        var house = new House(await ScriptedModel.StartAsync(TimeProvider.System, CancellationToken.None));
        try
        {
            house._folder.Write("purser.json", $$"""
                { "Purser": {
                  "gateway": { "heartbeat_interval": "1s", "upstreams": {
                    "openai": { "url": "{{house.Model.Url}}/v1" }, "anthropic": { "url": "{{house.Model.Url}}" }, "gemini": { "url": "{{house.Model.Url}}" } } },
                  {{configuration}} } }
                """);
            await house.RestartAsync();
            return house;
        }
        catch
        {
            await house.DisposeAsync();
            throw;
        }
    }

    public async Task RestartAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        Server = await ServerProcess.StartAsync(Data, "--config", Config);
    }

    public Task<ProcessResult> PurserAsync(params string[] arguments) => Processes.PurserAsync([.. arguments, "--data", Data]);

    public async Task<JsonElement> JsonAsync(params string[] arguments) => (await PurserAsync([.. arguments, "--json"])).ShouldSucceed().Json;

    /// <summary>What the ledger knows of a request.</summary>
    public Task<JsonElement> RequestAsync(string id) => Server.GetAsync($"/api/v1/requests/{id}");

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
            await Server.DisposeAsync();
        await Model.DisposeAsync();
        _folder.Dispose();
    }
}
