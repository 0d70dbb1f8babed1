using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Purser.Benchmarks.Proxying;

/// <summary>One kept-alive HTTP/1.1 connection that sends the same request again and again and reads each answer to its end.</summary>
internal sealed class HttpExchange : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
    private readonly byte[] _request;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _length;

    public HttpExchange(LoadPlan plan)
    {
        _request = Request(plan);
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, plan.Port));
    }

    /// <summary>The beginning of the last answer, for messages.</summary>
    public string Head => Encoding.UTF8.GetString(_buffer, 0, Math.Min(_length, 400));

    /// <summary>Sends and reads one; answers its status.</summary>
    /// <exception cref="InvalidDataException">Not HTTP, or longer than 256 KB.</exception>
    public int Run(out long firstByte)
    {
        _length = 0;
        firstByte = 0;
        _socket.Send(_request);
        var body = 0;
        while ((body = _buffer.AsSpan(0, _length).IndexOf("\r\n\r\n"u8) + 4) < 4)
            Receive();
        var head = _buffer.AsSpan(0, body);
        var status = int.Parse(head[9..12]);
        var length = Length(head);
        while (!IsWhole(_buffer.AsSpan(body, _length - body), length))
        {
            if (firstByte == 0 && _length > body)
                firstByte = Stopwatch.GetTimestamp();
            Receive();
        }

        if (firstByte == 0)
            firstByte = Stopwatch.GetTimestamp();
        return status;
    }

    public void Dispose() => _socket.Dispose();

    // A chunked answer ends in an empty chunk; the texts sent here contain no such bytes.
    private static bool IsWhole(ReadOnlySpan<byte> body, int? length) =>
        length is { } bytes ? body.Length >= bytes : body.EndsWith("0\r\n\r\n"u8) && (body.Length == 5 || body.EndsWith("\r\n0\r\n\r\n"u8));

    private static int? Length(ReadOnlySpan<byte> head)
    {
        foreach (var line in Encoding.ASCII.GetString(head).Split("\r\n"))
            if (line.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase))
                return int.Parse(line.AsSpan(15));
        return null;
    }

    private static byte[] Request(LoadPlan plan)
    {
        var prompt = string.Concat(Enumerable.Repeat("Tell me again what glitters. ", 62));
        var body = "{\"model\":\"gpt-4o\",\"max_tokens\":256," + (plan.Stream ? "\"stream\":true," : "") + "\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
        var headers = string.Concat(plan.Headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(h => h + "\r\n"));
        return Encoding.ASCII.GetBytes(
            $"POST {plan.Path} HTTP/1.1\r\nHost: 127.0.0.1:{plan.Port}\r\nAuthorization: Bearer sk-bench\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{headers}\r\n{body}");
    }

    private void Receive()
    {
        if (_length == _buffer.Length)
            throw new InvalidDataException("An answer exceeds 256 KB.");
        var read = _socket.Receive(_buffer, _length, _buffer.Length - _length, SocketFlags.None);
        _length += read > 0 ? read : throw new InvalidDataException("The connection was closed within an answer.");
    }
}
