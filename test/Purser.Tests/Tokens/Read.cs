using System.Text;
using Purser.Dialects;
using Purser.Tokens;

namespace Purser.Tests.Tokens;

/// <summary>Short forms of the readers for tests.</summary>
internal static class Read
{
    public static UsageReading Body(string dialect, string json) => UsageReader.ReadBody(Encoding.UTF8.GetBytes(json), Dialect.Get(dialect));

    public static UsageStreamReader Stream(string dialect, string text)
    {
        var reader = new UsageStreamReader(Dialect.Get(dialect));
        reader.Feed(Encoding.UTF8.GetBytes(text));
        return reader;
    }

    public static UsageReading Lines(string dialect, params string[] lines) =>
        UsageReader.ReadTranscript(Encoding.UTF8.GetBytes(string.Join('\n', lines)), Dialect.Get(dialect));
}
