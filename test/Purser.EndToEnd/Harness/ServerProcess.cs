using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Purser.EndToEnd.Harness;

/// <summary>The real server in a process of its own. Disposing it kills it, when it still runs.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private ServerProcess(Process process, string data)
    {
        _process = process;
        Data = data;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Data { get; }

    public int Pid => _process.Id;

    /// <summary>The base address without a trailing slash.</summary>
    public string Url { get; private set; } = "";

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromMinutes(2) };

    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Starts and waits until it answers.</summary>
    public static async Task<ServerProcess> StartAsync(string data, params string[] arguments)
    {
        var info = Processes.Info("dotnet", [Repository.Tool, "serve", "--data", data, "--urls", "http://127.0.0.1:0", .. arguments], Path.GetTempPath());
        var server = new ServerProcess(Process.Start(info)!, data);
        try
        {
            await Eventually.TrueAsync(server.AnswersAsync, "the server answers");
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public void Kill() => _process.Kill();

    /// <summary><c>kill -9</c>, and the process is gone when this returns.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; answers the exit code.</summary>
    public async Task<int> StopAsync()
    {
        (await Processes.RunAsync("kill", ["-TERM", $"{Pid}"], "/")).ShouldSucceed();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(Url + path);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        Http.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"The server ended with {_process.ExitCode}: {Log}");
        if (OwnUrl() is not { } url)
            return false;
        Url = url;
        using var ready = await Http.GetAsync(Url + "/readyz");
        return ready.IsSuccessStatusCode;
    }

    // An owner.json of the process before this one may still lie there.
    private string? OwnUrl()
    {
        try
        {
            using var owner = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Data, "owner.json")));
            return owner.RootElement.GetProperty("pid").GetInt32() == Pid ? owner.RootElement.GetProperty("url").GetString()?.TrimEnd('/') : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Keep(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }
}
