using System.Text.Json.Nodes;
using Purser.Cli.Api;
using Purser.Cli.Commands;
using Purser.Cli.Demo.Scripted;
using Purser.Server.Api;
using Purser.Server.Configuration;
using Purser.Server.Hosting;

namespace Purser.Cli.Demo;

/// <summary>A server over a fresh, temporary data directory whose upstreams are the scripted model. Disposing it removes the directory.</summary>
internal sealed class DemoServer : IAsyncDisposable
{
    private readonly string _directory;
    private readonly ScriptedModel _model;
    private readonly PurserServer _server;

    private DemoServer(string directory, ScriptedModel model, PurserServer server)
    {
        _directory = directory;
        _model = model;
        _server = server;
        var transport = new HttpTransport(new Uri(Url), null);
        Api = Connector.Over(transport, () =>
        {
            transport.Dispose();
            return ValueTask.CompletedTask;
        });
    }

    public string Url => _server.Urls[0];

    public ApiClient Api { get; }

    public static async Task<DemoServer> StartAsync(string urls, TimeProvider clock, CancellationToken cancellation)
    {
        var directory = Directory.CreateTempSubdirectory("purser-demo-").FullName;
        var model = await ScriptedModel.StartAsync(clock, cancellation);
        try
        {
            var server = await ServeCommand.StartAsync(Configuration(directory, model.Url, urls), clock, cancellation);
            return new DemoServer(directory, model, server);
        }
        catch
        {
            await model.DisposeAsync();
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>One limit for everybody, and a strict one that the intern will reach.</summary>
    public async Task SetBudgetsAsync(CancellationToken cancellation)
    {
        await Api.SendAsync("PUT", "/budgets/everyone", new JsonObject { ["limit"] = "1usd", ["window"] = "day" }, cancellation);
        await Api.SendAsync("PUT", "/budgets/intern", new JsonObject
        {
            ["limit"] = "0.01usd",
            ["window"] = "day",
            ["match"] = new JsonObject { ["agent"] = "intern" },
            ["mode"] = "strict",
            ["fit"] = false,
        }, cancellation);
    }

    public Task WaitForShutdownAsync(CancellationToken cancellation) => _server.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await _server.DisposeAsync();
        await _model.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    // The demonstration reads no file and no environment of the user's: it must look the same everywhere.
    private static PurserConfiguration Configuration(string directory, string model, string urls) => ConfigurationLoader.Load(new ConfigurationRequest
    {
        Directory = directory,
        CommandLine =
        [
            new("server.urls", urls, "--urls"),
            new("server.data", Path.Combine(directory, "data"), "--data"),
            CommandLineSetting.Upstream($"openai={model}"),
            CommandLineSetting.Upstream($"anthropic={model}"),
            CommandLineSetting.Upstream($"gemini={model}"),
        ],
    });
}
