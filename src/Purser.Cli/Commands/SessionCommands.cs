using System.CommandLine;
using Purser.Cli.Api;
using Purser.Cli.Output;

namespace Purser.Cli.Commands;

/// <summary><c>purser sessions</c>: sessions with their totals.</summary>
internal static class SessionCommands
{
    private static readonly Argument<string> Session = new("SESSION") { Description = "The session's id" };

    public static Command Sessions(CommandHost host)
    {
        var list = new Command("list", "Lists sessions with their totals.");
        host.Run(list, _ => new("GET", "/sessions"), (_, report) => UsageReportView.WriteTable(host.Terminal, report));
        var show = new Command("show", "Shows one session.") { Session };
        host.Run(show, parsed => new("GET", $"/sessions/{ApiClient.Segment(parsed.GetRequiredValue(Session))}"), (_, report) => UsageReportView.WriteTable(host.Terminal, report));
        return new Command("sessions", "Shows sessions with their totals.") { list, show };
    }
}
