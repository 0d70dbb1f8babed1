using System.Text.Json;
using System.Text.Json.Nodes;
using Purser.Budgets;
using Purser.Server.Keys;

namespace Purser.Server.Api;

/// <summary>Budgets: what they are, how they stand, and how they change.</summary>
internal sealed class BudgetOperations(ApiContext context)
{
    private BudgetEngine Engine => context.Purser.Budgets;

    public IEnumerable<ApiEndpoint> Endpoints() =>
    [
        new("GET", "/budgets", KeyScopes.Viewer, ListAsync),
        new("GET", "/budgets/{name}", KeyScopes.Viewer, ShowAsync),
        new("PUT", "/budgets/{name}", KeyScopes.Operator, PutAsync),
        new("DELETE", "/budgets/{name}", KeyScopes.Operator, DeleteAsync),
        new("POST", "/budgets/{name}/override", KeyScopes.Operator, OverrideAsync),
        new("GET", "/budgets/{name}/history", KeyScopes.Viewer, HistoryAsync),
    ];

    private ValueTask<ApiResponse> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        request.Query.Check();
        return new(ApiResponse.Write(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("budgets");
            foreach (var budget in Engine.List().Where(b => Sees(request.Caller, b)))
                BudgetViewJson.Write(json, Engine.Show(budget.Name)!);
            json.WriteEndArray();
            json.WriteEndObject();
        }));
    }

    private ValueTask<ApiResponse> ShowAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        request.Query.Check();
        var view = Find(request);
        return new(ApiResponse.Write(200, json => BudgetViewJson.Write(json, view)));
    }

    private async ValueTask<ApiResponse> PutAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        request.Query.Check();
        var budget = Body(request);
        if (request.Caller.Tenant is { } tenant)
            budget = budget with { Tenant = tenant };
        var known = Engine.Show(budget.Name);
        if (known is not null && !Sees(request.Caller, known.Definition))
            throw new ApiProblemException(ApiProblem.Forbidden($"Budget '{budget.Name}' belongs to another tenant."));
        RefuseConfigured(known);
        try
        {
            await Engine.DefineAsync(budget, request.Caller.Name, cancellationToken);
        }
        catch (BudgetInvalidException e)
        {
            throw new ApiProblemException(Invalid(e));
        }

        var view = Engine.Show(budget.Name)!;
        return ApiResponse.Write(known is null ? 201 : 200, json => BudgetViewJson.Write(json, view));
    }

    private static BudgetDefinition Body(ApiRequest request)
    {
        var name = request.Route["name"];
        var json = request.Read(ApiJson.Default.JsonObject);
        if (json["name"] is JsonValue stated && (!stated.TryGetValue<string>(out var text) || text != name))
            throw new ApiProblemException(ApiProblem.Validation("The body names another budget.", new ApiError("name", $"Must be '{name}', or be left out.", "CONFLICT")));
        json["name"] = name;
        try
        {
            return BudgetBody.Read(json);
        }
        catch (JsonException e)
        {
            var (field, message) = e.Message.Split(": ", 2) is [var f, var m] && f is "limit" or "window" ? (f, m) : (Field(e), Explain(e));
            throw new ApiProblemException(ApiProblem.Validation("The budget is not valid.", new ApiError(field, message, "FORMAT_ERROR")));
        }
    }

    private static string Field(JsonException e) => e.Path is { Length: > 2 } path ? path[2..] : "body";

    // The serializer's own text names .NET types.
    private static string Explain(JsonException e) =>
        e.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "There is no such member." : e.InnerException is FormatException inner ? inner.Message : "Is malformed or of another type.";

    private async ValueTask<ApiResponse> DeleteAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        request.Query.Check();
        var view = Find(request);
        RefuseConfigured(view);
        await Engine.RemoveAsync(view.Definition.Name, request.Caller.Name, cancellationToken);
        return ApiResponse.NoContent;
    }

    private async ValueTask<ApiResponse> OverrideAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var body = request.Read(ApiJson.Default.OverrideBody);
        var view = Find(request);
        if (!BudgetLimit.TryParse(body.By, out var by))
            throw new ApiProblemException(ApiProblem.Validation("The override is not valid.", new ApiError("by", "Write an amount such as 5usd, 100000tokens or 1000requests.", "FORMAT_ERROR")));
        try
        {
            var raised = await Engine.OverrideAsync(view.Definition.Name, by, body.Until?.ToUniversalTime(), request.Caller.Name, body.Reason ?? "", cancellationToken);
            return ApiResponse.Write(201, json => BudgetViewJson.Write(json, raised, view.Definition.Limit.Unit));
        }
        catch (BudgetInvalidException e)
        {
            throw new ApiProblemException(Invalid(e));
        }
    }

    private async ValueTask<ApiResponse> HistoryAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var limit = request.Query.Integer("limit", 100, 1, 10_000);
        request.Query.Check();
        var entries = await Engine.HistoryAsync(Find(request).Definition.Name, limit, cancellationToken);
        return ApiResponse.Write(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("entries");
            foreach (var entry in entries)
                EntryJson.Write(json, entry);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private BudgetView Find(ApiRequest request)
    {
        var name = request.Route["name"];
        return Engine.Show(name) is { } view && Sees(request.Caller, view.Definition)
            ? view
            : throw new ApiProblemException(ApiProblem.NotFound($"There is no budget '{name}'."));
    }

    // A tenant's caller sees its own budgets; those of every tenant would show it the others' spending.
    private static bool Sees(ApiCaller caller, BudgetDefinition budget) => caller.Tenant is not { } tenant || budget.Tenant == tenant;

    private static void RefuseConfigured(BudgetView? view)
    {
        if (view is { Definition: { Source: BudgetSource.Config } budget })
            throw new ApiProblemException(ApiProblem.Conflict("read-only", "configured", $"Budget '{budget.Name}' is defined in {budget.Origin ?? "the configuration"}; change it there."));
    }

    private static ApiProblem Invalid(BudgetInvalidException e) =>
        ApiProblem.Validation("The budget is not valid.", [.. e.Errors.Select(error => new ApiError(error.Key, error.Message, "FORMAT_ERROR"))]);
}
