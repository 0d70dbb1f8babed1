using System.Text;
using Spectre.Console;

namespace Purser.Cli.Terminals;

/// <summary>Where a command reads and writes: the process's own streams, or buffers in a test.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly bool _ownsStreams;

    public Terminal(Stream input, TextWriter output, TextWriter error, int width = 120, bool color = false, TimeProvider? clock = null)
    {
        Input = input;
        Output = output;
        Error = error;
        Clock = clock ?? TimeProvider.System;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new FixedWidthOutput(output, width),
        });
    }

    private Terminal(Stream input, TextWriter output, TextWriter error, int width, bool color, bool ownsStreams)
        : this(input, output, error, width, color) => _ownsStreams = ownsStreams;

    public Stream Input { get; }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public IAnsiConsole Console { get; }

    public TimeProvider Clock { get; }

    /// <summary>The process's streams: UTF-8 without a mark, tables as wide as the window, 160 columns when there is none; colour only on a terminal and without NO_COLOR.</summary>
    public static Terminal OfProcess()
    {
        var utf8 = new UTF8Encoding(false);
        var output = new StreamWriter(System.Console.OpenStandardOutput(), utf8, 16 * 1024) { AutoFlush = false };
        var error = new StreamWriter(System.Console.OpenStandardError(), utf8) { AutoFlush = true };
        var color = !System.Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Terminal(System.Console.OpenStandardInput(), output, error, WindowWidth(), color, ownsStreams: true);
    }

    public void Dispose()
    {
        Output.Flush();
        if (!_ownsStreams)
            return;
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
    }

    private static int WindowWidth()
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out var columns) && columns is >= 40 and <= 1000)
            return columns;
        return System.Console.IsOutputRedirected || System.Console.WindowWidth < 40 ? 160 : System.Console.WindowWidth;
    }
}
