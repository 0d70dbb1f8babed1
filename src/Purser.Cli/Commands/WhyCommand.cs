using System.CommandLine;
using Purser.Cli.Api;

namespace Purser.Cli.Commands;

/// <summary><c>purser why</c>: what happened to one request.</summary>
internal static class WhyCommand
{
    private static readonly Argument<string> Request = new("REQUEST") { Description = "The id from the answer's X-Purser-Request header or from a refusal" };

    public static Command Why(CommandHost host)
    {
        var command = new Command("why", "Says why a request was refused, clamped or charged.") { Request };
        host.Run(command, parsed => new("GET", $"/requests/{ApiClient.Segment(parsed.GetRequiredValue(Request))}"), host.Details);
        return command;
    }
}
