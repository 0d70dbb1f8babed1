using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Purser.Server.Api;
using Purser.Server.Configuration;
using Purser.Server.Hosting;

namespace Purser.Server.Tests.Api;

/// <summary>A server on a data directory of its own, called in process or over real HTTP.</summary>
public sealed class ApiWorld : IAsyncDisposable
{
    private ApiWorld(string directory, PurserServer server, IApiTransport transport, RecordingLoggerProvider logs)
    {
        Data = directory;
        Server = server;
        Transport = transport;
        Logs = logs;
    }

    public string Data { get; }

    public PurserServer Server { get; }

    public IApiTransport Transport { get; }

    public RecordingLoggerProvider Logs { get; }

    public Uri Url => new(Server.Urls[0]);

    public static async Task<ApiWorld> StartAsync(bool http = false, string? yaml = null, string? directory = null)
    {
        directory ??= Directory.CreateTempSubdirectory("purser-api").FullName;
        var logs = new RecordingLoggerProvider();
        var server = await PurserServer.StartAsync(Configuration(directory, yaml), configureLogging: l => l.AddProvider(logs).SetMinimumLevel(LogLevel.Debug), cancellationToken: TestContext.Current.CancellationToken);
        IApiTransport transport = http ? new HttpTransport(new Uri(server.Urls[0]), null) : new InProcessTransport(server.Node.Api, ApiCaller.Loopback);
        return new ApiWorld(directory, server, transport, logs);
    }

    public static PurserConfiguration Configuration(string directory, string? yaml = null)
    {
        if (yaml is not null)
            File.WriteAllText(Path.Combine(directory, "purser.yaml"), yaml);
        return ConfigurationLoader.Load(new()
        {
            Directory = directory,
            CommandLine = [new("server.data", Path.Combine(directory, "data"), "--data"), .. yaml?.Contains("urls:") == true ? Array.Empty<CommandLineSetting>() : [new("server.urls", "http://127.0.0.1:0", "--urls")]],
        });
    }

    public async Task<(int Status, JsonNode? Body, ApiResponse Response)> SendAsync(string method, string target, string? body = null, IApiTransport? transport = null)
    {
        var response = await (transport ?? Transport).SendAsync(new ApiCall(method, target, Encoding.UTF8.GetBytes(body ?? "")), CancellationToken.None);
        response.Status.ShouldNotBe(500, string.Join("\n", Logs.Lines.Where(l => l.Contains("failed", StringComparison.Ordinal))));
        return (response.Status, response.Body.IsEmpty ? null : JsonNode.Parse(response.Body.Span), response);
    }

    public IApiTransport As(string key) => new HttpTransport(Url, key);

    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient { BaseAddress = Url };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Transport.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }
}
