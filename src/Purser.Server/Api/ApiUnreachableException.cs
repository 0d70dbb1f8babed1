namespace Purser.Server.Api;

/// <summary>A server did not answer.</summary>
public sealed class ApiUnreachableException(string message, Exception inner) : Exception(message, inner);
