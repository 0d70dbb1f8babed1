using System.Text;
using Spectre.Console;

namespace Purser.Cli.Terminals;

internal sealed class FixedWidthOutput(TextWriter writer, int width) : IAnsiConsoleOutput
{
    public TextWriter Writer => writer;

    public bool IsTerminal => false;

    public int Width => width;

    public int Height => 50;

    public void SetEncoding(Encoding encoding)
    {
        // The writer's encoding is fixed when it is made.
    }
}
