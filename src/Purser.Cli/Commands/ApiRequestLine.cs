using System.Text.Json.Nodes;

namespace Purser.Cli.Commands;

/// <summary>The one call that a thin command sends.</summary>
internal sealed record ApiRequestLine(string Method, string Target, JsonNode? Body = null);
