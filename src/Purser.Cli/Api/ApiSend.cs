namespace Purser.Cli.Api;

/// <summary>Carries one call of the API: method, target below <c>/api/v1</c>, UTF-8 JSON or nothing; answers status and body.</summary>
internal delegate ValueTask<(int Status, ReadOnlyMemory<byte> Body)> ApiSend(string method, string target, ReadOnlyMemory<byte> body, CancellationToken cancellation);
