using System.Text.Json.Nodes;

namespace Purser.Cli.Importing;

/// <summary>One record of a file: the body of a <c>POST /usage</c>, or null for a line that could not be read.</summary>
internal sealed record ImportLine(JsonObject? Event);
