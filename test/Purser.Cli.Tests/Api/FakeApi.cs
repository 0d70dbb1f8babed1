using System.Text;
using Purser.Cli.Api;

namespace Purser.Cli.Tests.Api;

/// <summary>The far end of the wire: answers one prepared response and keeps what it was sent.</summary>
internal sealed class FakeApi(int status, string body)
{
    public List<(string Method, string Target, string Body)> Calls { get; } = [];

    public ConnectionChoice? Choice { get; private set; }

    public ValueTask<ApiClient> ConnectAsync(ConnectionChoice choice, CancellationToken cancellation)
    {
        Choice = choice;
        return ValueTask.FromResult(new ApiClient(Answer, () => ValueTask.CompletedTask));
    }

    private ValueTask<(int Status, ReadOnlyMemory<byte> Body)> Answer(string method, string target, ReadOnlyMemory<byte> sent, CancellationToken cancellation)
    {
        Calls.Add((method, target, Encoding.UTF8.GetString(sent.Span)));
        return ValueTask.FromResult((status, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(body)));
    }
}
