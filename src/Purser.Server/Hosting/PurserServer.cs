using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Purser.Ledger;
using Purser.Server.Configuration;
using Purser.Server.Gateway;
using Purser.Sqlite;

namespace Purser.Server.Hosting;

/// <summary>The server: gateway and API over one data directory. Disposing it drains running calls, commits, checkpoints and gives the directory back.</summary>
public sealed partial class PurserServer : IAsyncDisposable
{
    // After its connection was cut, a call reads its upstream for at most this long before it settles (gateway.drain_timeout, 2 s), and then commits.
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(10);
    private readonly WebApplication _app;
    private readonly RunningRequests _running;
    private readonly RetentionTimer? _retention;
    private readonly ILogger _logger;
    private bool _disposed;

    private PurserServer(WebApplication app, PurserNode node, RunningRequests running, RetentionTimer? retention)
    {
        _app = app;
        _running = running;
        _retention = retention;
        _logger = app.Services.GetRequiredService<ILogger<PurserServer>>();
        Node = node;
    }

    /// <summary>What is served.</summary>
    public PurserNode Node { get; }

    /// <summary>The addresses that are really listened on.</summary>
    public IReadOnlyList<string> Urls { get; private set; } = [];

    /// <summary>Whether every caller needs a key, and why; null: no.</summary>
    public string? KeysDemanded { get; private set; }

    /// <summary>Starts serving; the server answers when this returns.</summary>
    /// <param name="configuration">Checked.</param>
    /// <param name="clock">Null: the system's.</param>
    /// <param name="configureLogging">Null: warnings and errors to the console.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <exception cref="DataDirectoryOwnedException">Another process owns the data directory.</exception>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be opened.</exception>
    /// <exception cref="ConfigurationException">An address demands keys and there is none; says how to make one.</exception>
    /// <exception cref="IOException">An address is in use.</exception>
    public static async Task<PurserServer> StartAsync(
        PurserConfiguration configuration, TimeProvider? clock = null, Action<ILoggingBuilder>? configureLogging = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        // Services
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        (configureLogging ?? (logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning)))(builder.Logging);
        // Enabled for any level, it makes an activity and a log scope of every request.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = configuration.Server.DrainTimeout);
        ServerLimits.Apply(builder.WebHost, configuration);
        var app = builder.Build();
        PurserNode? node = null;
        try
        {
            node = await PurserNode.OpenAsync(configuration, clock ?? TimeProvider.System, app.Services.GetRequiredService<ILoggerFactory>(), cancellationToken);
            var demanded = KeyDemand.Of(configuration, node.Keys);

            // Pipeline
            var running = new RunningRequests();
            Map(app, configuration, node, running, demanded is not null);
            await app.StartAsync(cancellationToken);
            var server = new PurserServer(app, node, running, Retention(app, configuration, node)) { Urls = Listening(app), KeysDemanded = demanded };
            node.Announce(server.Urls[0]);
            return server;
        }
        catch
        {
            if (node is not null)
                await node.DisposeAsync();
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Serves until the process is told to stop.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _app.WaitForShutdownAsync(cancellationToken);

    /// <summary>Stops taking calls, waits for the running ones as long as configured, settles, checkpoints and gives the directory back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await _app.StopAsync(CancellationToken.None);
        // Calls whose connection was cut at the end of the drain settle now, before the ledger closes.
        if (!await _running.DrainAsync(SettleTimeout, TimeProvider.System))
            LogLeft(_running.Count);
        if (_retention is not null)
            await _retention.DisposeAsync();
        await Node.DisposeAsync();
        await _app.DisposeAsync();
    }

    private static RetentionTimer? Retention(WebApplication app, PurserConfiguration configuration, PurserNode node) =>
        configuration.Ledger.Retention is { } retention
            ? new RetentionTimer(stop => node.RetainAsync(retention, stop), node.Purser.Clock, app.Services.GetRequiredService<ILogger<RetentionTimer>>())
            : null;

    private static void Map(WebApplication app, PurserConfiguration configuration, PurserNode node, RunningRequests running, bool keysDemanded)
    {
        var guard = new HostGuard(configuration.Server);
        var callers = new CallerResolver(node.Keys, node.BootToken, keysDemanded);
        app.Use(running.RunAsync);
        // Order matters: nothing behind the guard is reached by a foreign host or page.
        app.Use((http, next) => guard.Check(http) is { } problem ? ApiRoutes.WriteAsync(http, problem.ToResponse()) : next(http));
        app.UsePurserGateway(configuration.Gateway, Calls(node), callers.ForGateway, node.Purser.Clock);
        app.UseRouting();
        app.MapGet("/healthz", static () => Results.Text("ok"));
        app.MapGet("/readyz", (HttpContext http) => Readiness.WriteAsync(http, node));
        app.MapPurserApi(node.Api, callers, configuration.Server.MaxRequestBytes);
    }

    private static GatewayCalls Calls(PurserNode node) => new()
    {
        Begin = node.Purser.Calls.BeginAsync,
        Complete = node.Purser.Calls.CompleteAsync,
        Extend = node.Purser.Calls.ExtendAsync,
        IsEnforced = node.Purser.Calls.IsEnforced,
    };

    private static IReadOnlyList<string> Listening(WebApplication app) =>
        [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];

    [LoggerMessage(1, LogLevel.Warning, "{Count} calls had not settled when the ledger closed; their holds end at the next start")]
    private partial void LogLeft(int count);
}
