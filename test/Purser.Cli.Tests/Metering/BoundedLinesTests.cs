using System.Text;
using Purser.Cli.Metering;

namespace Purser.Cli.Tests.Metering;

public sealed class BoundedLinesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "a")]
    [InlineData("a\n", "a")]
    [InlineData("a\n\nb", "a||b")]
    [InlineData("abcdef\nab\n", "-|ab")]
    [InlineData("ab\nabcdef", "ab|-")]
    public async Task Lines_come_one_by_one_and_overlong_ones_as_null(string text, string expected)
    {
        var lines = new List<string>();
        await foreach (var line in BoundedLines.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken, lengthMax: 5))
            lines.Add(line is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : "-");
        string.Join('|', lines).ShouldBe(expected);
    }

    [Fact]
    public async Task A_line_across_many_chunks_stays_whole()
    {
        var text = new string('x', 200_000) + "\n" + new string('y', 100_000);
        var lengths = new List<int>();
        await foreach (var line in BoundedLines.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken))
            lengths.Add(line!.Value.Length);
        lengths.ShouldBe([200_000, 100_000]);
    }
}
