using System.Buffers;
using System.Text;

namespace Purser.Cli.Demo.Scripted;

/// <summary>What the scripted model remembers of one call: exactly what it was sent and what it sent back.</summary>
internal sealed class ScriptedCall(string path, ScriptedRequest request, ScriptedAnswer answer)
{
    private readonly ArrayBufferWriter<byte> _sent = new();
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Path => path;

    public ScriptedRequest Request => request;

    public ScriptedAnswer Answer => answer;

    /// <summary>HTTP status; 0 until one was sent.</summary>
    public int Status { get; private set; }

    /// <summary>Events (of a stream) or bodies handed to the connection.</summary>
    public int EventsSent { get; private set; }

    /// <summary>Whether the whole answer was handed to the connection.</summary>
    public bool Completed { get; private set; }

    /// <summary>Every byte of the answer's body so far.</summary>
    public byte[] SentBytes
    {
        get
        {
            lock (_sent)
                return _sent.WrittenSpan.ToArray();
        }
    }

    public string SentText => Encoding.UTF8.GetString(SentBytes);

    internal Task WhenCut => _cut.Task;

    /// <summary>Drops the connection of a call that pauses. Unlike <see cref="Scenario.Cut"/> it cannot overtake events that the client has read.</summary>
    public void Cut() => _cut.TrySetResult();

    internal void Begin(int status) => Status = status;

    internal void Sent(ReadOnlySpan<byte> part)
    {
        lock (_sent)
        {
            _sent.Write(part);
            EventsSent++;
        }
    }

    internal void Complete() => Completed = true;
}
