using System.Text;
using Purser.Tokens.Json;

namespace Purser.Tests.Tokens.Json;

/// <summary>The vector steps against one byte at a time, with every stop at every distance from the edge of a step.</summary>
public sealed class JsonStringTests
{
    private static readonly string[] Pieces = ["", "\\n", "\\\"", "\\\\", "\\u00e9", "\\ud83d\\ude00", "é", "\\x", "\\u12", "\\u12g4", "\\", "\n", "\u001F", "\u0000"];

    [Fact]
    public void End_is_found_at_any_offset_behind_any_escape()
    {
        foreach (var piece in Pieces)
        {
            for (var before = 0; before < 70; before++)
            {
                foreach (var behind in (int[])[0, 1, 40])
                    ShouldAgree(Encoding.UTF8.GetBytes(new string('a', before) + piece + new string('b', behind) + "\"" + new string('c', before % 41)));
            }
        }
    }

    [Fact]
    public void Random_text_ends_where_one_byte_at_a_time_ends()
    {
        var random = new Random(23);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(5) == 0 ? Pieces[random.Next(8)] : "word".Substring(0, random.Next(5))));
            ShouldAgree(Encoding.UTF8.GetBytes(text + (random.Next(10) == 0 ? "" : "\"") + new string(' ', random.Next(40))));
        }
    }

    private static void ShouldAgree(byte[] text)
    {
        var end = JsonString.End(text, 0, out var escaped);
        var (expectedEnd, expectedEscaped) = OneByOne(text);

        end.ShouldBe(expectedEnd, Encoding.UTF8.GetString(text));
        if (end >= 0)
            escaped.ShouldBe(expectedEscaped);
    }

    private static (int End, bool Escaped) OneByOne(byte[] text)
    {
        var escaped = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                return (i, escaped);
            if (text[i] < 0x20)
                return (-1, escaped);
            if (text[i] != '\\')
                continue;
            escaped = true;
            i++;
            if (i >= text.Length || !"\"\\/bfnrtu".Contains((char)text[i], StringComparison.Ordinal))
                return (-1, escaped);
            if (text[i] != 'u')
                continue;
            if (i + 4 >= text.Length || text[(i + 1)..(i + 5)].Any(b => !char.IsAsciiHexDigit((char)b)))
                return (-1, escaped);
            i += 4;
        }

        return (-1, escaped);
    }
}
