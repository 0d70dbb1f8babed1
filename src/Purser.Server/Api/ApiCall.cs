namespace Purser.Server.Api;

/// <summary>One call of the API, whatever carries it.</summary>
/// <param name="Method"><c>GET</c>, <c>POST</c>, <c>PUT</c> or <c>DELETE</c>.</param>
/// <param name="Target">Path below <c>/api/v1</c> with its query, percent-encoded: <c>/budgets/daily?tenant=a</c>.</param>
/// <param name="Body">UTF-8 JSON; empty when the operation takes none.</param>
public sealed record ApiCall(string Method, string Target, ReadOnlyMemory<byte> Body = default);
