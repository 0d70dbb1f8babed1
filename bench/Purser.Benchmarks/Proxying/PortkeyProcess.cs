using System.Net.Sockets;

namespace Purser.Benchmarks.Proxying;

/// <summary>The peer gateway, installed from npm below artifacts/. It listens on every interface; only loopback is spoken to.</summary>
internal static class PortkeyProcess
{
    private const string Package = "@portkey-ai/gateway@1.15.2";

    private static string Server => Path.Combine(Checkout.Portkey, "node_modules", "@portkey-ai", "gateway", "build", "start-server.js");

    /// <summary>Header lines that send a call to an upstream on loopback.</summary>
    public static string Headers(int upstream) => $"x-portkey-provider: openai|x-portkey-custom-host: http://127.0.0.1:{upstream}/v1";

    /// <summary>Starts it; null with the reason when it cannot be had here.</summary>
    public static async Task<(ChildProcess? Process, int Port, string Reason)> TryStartAsync()
    {
        try
        {
            await InstallAsync();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return (null, 0, e.Message);
        }

        var port = FreePort.Next();
        var process = ChildProcess.Start("node", [Server, $"--port={port}", "--headless"], new Dictionary<string, string> { ["NODE_ENV"] = "production" });
        process.Ignore();
        for (var i = 0; i < 400 && !process.HasExited; i++)
        {
            if (await AnswersAsync(port))
                return (process, port, "");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        var reason = "it did not start: " + process.Errors;
        await process.DisposeAsync();
        return (null, 0, reason);
    }

    private static async Task InstallAsync()
    {
        if (File.Exists(Server))
            return;
        Directory.CreateDirectory(Checkout.Portkey);
        await using var npm = ChildProcess.Start("npm", ["install", "--no-audit", "--no-fund", "--no-save", "--prefix", ".", Package], folder: Checkout.Portkey);
        var (exitCode, _) = await npm.WaitAsync();
        if (exitCode != 0)
            throw new InvalidOperationException($"npm could not install {Package}: {npm.Errors}");
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
