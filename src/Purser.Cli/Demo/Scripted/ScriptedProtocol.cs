using System.Text.Encodings.Web;
using System.Text.Json;

namespace Purser.Cli.Demo.Scripted;

/// <summary>One wire format of the scripted model: a whole answer, the events of a stream, an error.</summary>
/// <param name="Body">The answer as one JSON value.</param>
/// <param name="Events">The answer as stream events, framing included, the terminal one last.</param>
/// <param name="Error">An error of the given HTTP status.</param>
internal sealed record ScriptedProtocol(
    Func<ScriptedRequest, ScriptedAnswer, byte[]> Body,
    Func<ScriptedRequest, ScriptedAnswer, IEnumerable<byte[]>> Events,
    Func<int, byte[]> Error)
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static byte[] Event(object data) => [.. "data: "u8, .. Json(data), .. "\n\n"u8];

    public static byte[] Event(string name, object data) => [.. "event: "u8, .. System.Text.Encoding.UTF8.GetBytes(name), (byte)'\n', .. Event(data)];
}
