using System.Diagnostics;

namespace Purser.Benchmarks.Proxying;

/// <summary>A process of the benchmark's own; it ends with it.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Lock _gate = new();
    private readonly List<string> _errors = [];

    private ChildProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_gate)
                if (line.Data is { } text && _errors.Count < 50)
                    _errors.Add(text);
        };
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it has said on its error stream, at most 50 lines.</summary>
    public string Errors
    {
        get
        {
            lock (_gate)
                return string.Join("; ", _errors);
        }
    }

    public static ChildProcess Start(string file, IEnumerable<string> args, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(file, args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>This program again, in a role.</summary>
    public static ChildProcess StartRole(string role, params IEnumerable<string> args) => Start(Environment.ProcessPath!, ["--role", role, .. args]);

    /// <summary>The next line of its output.</summary>
    /// <exception cref="InvalidOperationException">It ended without one.</exception>
    public async Task<string> ReadLineAsync()
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        return await _process.StandardOutput.ReadLineAsync(late.Token) ?? throw new InvalidOperationException("A child process ended before it answered. " + Errors);
    }

    /// <summary>Reads its output away, so that it never waits for a reader.</summary>
    public void Ignore() => _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);

    /// <summary>Its whole output and its exit code, once it has ended.</summary>
    public async Task<(int ExitCode, string Output)> WaitAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (_process.ExitCode, output);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
