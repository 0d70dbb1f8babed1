using System.CommandLine;
using System.Text.Json.Nodes;
using Purser.Cli.Api;
using Purser.Cli.Demo;
using Purser.Cli.Output;

namespace Purser.Cli.Commands;

/// <summary><c>purser demo</c>: real numbers without a key.</summary>
internal static class DemoCommand
{
    private static readonly Option<bool> Once = new("--once") { Description = "Run the agents, print the report and exit" };
    private static readonly Option<string?> Urls = new("--urls") { Description = "Where to serve (default http://127.0.0.1:4700; with --once a free port)", HelpName = "URL" };

    public static Command Demo(CommandHost host)
    {
        var command = new Command("demo", "Runs a scripted model and agents that call it through the gateway, with budgets of which one is hit.") { Once, Urls };
        command.SetAction(async (parsed, cancellation) =>
        {
            var once = parsed.GetValue(Once);
            await using var server = await DemoServer.StartAsync(parsed.GetValue(Urls) ?? (once ? "http://127.0.0.1:0" : "http://127.0.0.1:4700"), host.Terminal.Clock, cancellation);
            await server.SetBudgetsAsync(cancellation);
            using var agents = new DemoAgents(server.Url);
            var refusals = await agents.RunAsync(cancellation);
            await ReportAsync(host, parsed, server, refusals, cancellation);
            if (once)
                return ExitCode.Done;
            await SayWhereAsync(host, server);
            await server.WaitForShutdownAsync(cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task ReportAsync(CommandHost host, ParseResult parsed, DemoServer server, IReadOnlyList<DemoRefusal> refusals, CancellationToken cancellation)
    {
        var report = await server.Api.GetAsync("/usage?by=agent,provider,model", cancellation);
        if (parsed.GetValue(GlobalOptions.Json))
        {
            var refused = refusals.Select(r => (JsonNode?)new JsonObject { ["agent"] = r.Agent.Name, ["call"] = r.Call, ["request_id"] = r.RequestId, ["reason"] = r.Message });
            await host.Terminal.Output.WriteLineAsync(new JsonObject { ["usage"] = JsonNode.Parse(report.GetRawText()), ["refused"] = new JsonArray([.. refused]) }.ToJsonString());
            return;
        }

        UsageReportView.WriteTable(host.Terminal, report);
        foreach (var refusal in refusals)
            await WriteRefusalAsync(host, server, refusal, cancellation);
    }

    private static async Task WriteRefusalAsync(CommandHost host, DemoServer server, DemoRefusal refusal, CancellationToken cancellation)
    {
        var why = await server.Api.GetAsync($"/requests/{ApiClient.Segment(refusal.RequestId)}", cancellation);
        var output = host.Terminal.Output;
        await output.WriteLineAsync($"Refused: call {refusal.Call} of {refusal.Agent.Name}, request {refusal.RequestId} ({Cell.Of(why.GetProperty("decision"))})");
        await output.WriteLineAsync($"  {Cell.Clean(refusal.Message)}");
        await output.WriteLineAsync("  No model was asked and nothing was spent.");
        await output.WriteLineAsync();
    }

    private static async Task SayWhereAsync(CommandHost host, DemoServer server)
    {
        await host.Terminal.Output.WriteLineAsync($"""
            Purser serves {server.Url} with the scripted model behind it. Try:
              purser usage --by agent --server {server.Url}
              purser budget show intern --server {server.Url}
            Ctrl+C ends it; what it recorded goes with it.
            """);
        await host.Terminal.Output.FlushAsync(CancellationToken.None);
    }
}
