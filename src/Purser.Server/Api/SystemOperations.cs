using System.Reflection;
using Purser.Server.Keys;

namespace Purser.Server.Api;

/// <summary>The state of the process and its ledger.</summary>
internal sealed class SystemOperations(ApiContext context)
{
    private static readonly string Version =
        typeof(SystemOperations).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public IEnumerable<ApiEndpoint> Endpoints() =>
    [
        new("GET", "/status", KeyScopes.Viewer, StatusAsync),
        new("GET", "/doctor", KeyScopes.Operator, DoctorAsync),
    ];

    private ValueTask<ApiResponse> StatusAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        request.Query.Check();
        var health = context.Purser.Budgets.Health();
        return new(ApiResponse.Write(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("version", Version);
            json.WriteNumber("pid", Environment.ProcessId);
            json.WriteString("started_at", context.StartedAt.UtcDateTime);
            json.WriteNumber("uptime_seconds", (long)(context.Purser.Clock.GetUtcNow() - context.StartedAt).TotalSeconds);
            json.WriteString("data", context.Configuration.Server.Data);
            json.WriteNumber("budgets", context.Purser.Budgets.List().Count);
            json.WriteNumber("open_holds", health.OpenHolds);
            json.WriteNumber("spooled", context.Purser.Writer.Spooled);
            json.WriteEndObject();
        }));
    }

    private async ValueTask<ApiResponse> DoctorAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var verify = request.Query.Choice("verify", "false", "true") == "true";
        request.Query.Check();
        var checks = await new Doctor(context).RunAsync(verify, cancellationToken);
        return ApiResponse.Write(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("status", checks.Any(c => c.Level == "error") ? "error" : checks.Any(c => c.Level == "warning") ? "warning" : "ok");
            json.WriteStartArray("checks");
            foreach (var check in checks)
            {
                json.WriteStartObject();
                json.WriteString("name", check.Name);
                json.WriteString("level", check.Level);
                json.WriteString("message", check.Message);
                json.WriteString("advice", check.Advice);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
