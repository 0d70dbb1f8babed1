using System.Text.Json;
using Purser.Pricing;
using Purser.Server.Keys;

namespace Purser.Server.Api;

/// <summary>The price book: what a model costs, and the user's own prices, which win and are dated.</summary>
internal sealed class PriceOperations(ApiContext context)
{
    private const int ImportedRowsMax = 100_000;

    public IEnumerable<ApiEndpoint> Endpoints() =>
    [
        new("GET", "/prices", KeyScopes.Viewer, ListAsync),
        new("GET", "/prices/{provider}/{model}", KeyScopes.Viewer, ShowAsync),
        new("PUT", "/prices/{provider}/{model}", KeyScopes.Operator, PutAsync),
        new("POST", "/prices/import", KeyScopes.Operator, ImportAsync),
    ];

    private ValueTask<ApiResponse> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var provider = request.Query.Text("provider");
        var source = request.Query.Choice("source", "all", "user", "built-in");
        request.Query.Check();
        var book = context.Purser.Prices.Current;
        var own = book.Overrides.ToHashSet();
        var rows = book.Rows.Where(r => (provider is null || r.Provider == provider) && (source == "all" || own.Contains(r) == (source == "user"))).ToList();
        return new(ApiResponse.Write(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("prices");
            foreach (var row in rows)
                json.WriteRawValue(PriceJson.Write(row));
            json.WriteEndArray();
            json.WriteNumber("total", rows.Count);
            json.WriteEndObject();
        }));
    }

    private ValueTask<ApiResponse> ShowAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var at = request.Query.Instant("at", "UTC") ?? context.Purser.Clock.GetUtcNow();
        request.Query.Check();
        var (provider, model) = (request.Route["provider"], request.Route["model"]);
        var row = context.Purser.Prices.Current.Find(provider, model, at)
            ?? throw new ApiProblemException(ApiProblem.NotFound($"'{provider}/{model}' has no price. Set one with: purser price set {provider}/{model} --input USD --output USD."));
        return new(new ApiResponse(200, PriceJson.Write(row)));
    }

    private async ValueTask<ApiResponse> PutAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        request.Query.Check();
        var body = request.Read(ApiJson.Default.PriceBody);
        var row = Row(request.Route["provider"], request.Route["model"], body);
        await SetAsync([row], request, cancellationToken);
        return new ApiResponse(200, PriceJson.Write(row));
    }

    private PriceRow Row(string provider, string model, PriceBody body)
    {
        var today = DateOnly.FromDateTime(context.Purser.Clock.GetUtcNow().UtcDateTime);
        var row = new PriceRow
        {
            Id = $"{provider}/{model}@user-{(body.EffectiveFrom is { } from ? from.UtcDateTime.ToString("yyyy-MM-dd'T'HHmmss'Z'") : "always")}",
            Provider = provider,
            Model = model,
            Rates = new()
            {
                Input = body.Input,
                Output = body.Output,
                CacheRead = body.CacheRead,
                CacheWrite5m = body.CacheWrite5m,
                CacheWrite1h = body.CacheWrite1h,
                InputAudio = body.InputAudio,
                OutputAudio = body.OutputAudio,
                Reasoning = body.Reasoning,
            },
            EffectiveFrom = body.EffectiveFrom?.ToUniversalTime(),
            MaxOutput = body.MaxOutput,
            ContextWindow = body.ContextWindow,
            AsOf = today,
            Source = "user",
        };
        return row.Problem() is { } problem ? throw new ApiProblemException(ApiProblem.Validation("The price is not valid.", new ApiError("rates", problem, "FORMAT_ERROR"))) : row;
    }

    private async ValueTask<ApiResponse> ImportAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var from = request.Query.Instant("effective_from", "UTC");
        request.Query.Check();
        var (rows, skipped) = Parse(request.Body, from);
        var usable = rows.Where(r => !context.Purser.StoredPrices.IsConfigured(r.Provider, r.Model)).DistinctBy(r => r.Id).ToList();
        if (usable.Count > ImportedRowsMax)
            throw new ApiProblemException(ApiProblem.Validation("The file is too large.", new ApiError("body", $"At most {ImportedRowsMax} prices.", "RANGE_ERROR")));
        if (usable.Count > 0)
            await SetAsync(usable, request, cancellationToken);
        return ApiResponse.Write(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("imported", usable.Count);
            json.WriteNumber("skipped", skipped + rows.Count - usable.Count);
            json.WriteEndObject();
        });
    }

    private (IReadOnlyList<PriceRow> Rows, int Skipped) Parse(ReadOnlyMemory<byte> body, DateTimeOffset? from)
    {
        try
        {
            return LiteLlmImport.Read(body, DateOnly.FromDateTime(context.Purser.Clock.GetUtcNow().UtcDateTime), from);
        }
        catch (JsonException e)
        {
            throw new ApiProblemException(ApiProblem.Validation("The body is no price file in LiteLLM's layout.", new ApiError("body", e.Message, "FORMAT_ERROR")));
        }
    }

    private async ValueTask SetAsync(IReadOnlyList<PriceRow> rows, ApiRequest request, CancellationToken cancellationToken)
    {
        if (rows.FirstOrDefault(r => context.Purser.StoredPrices.IsConfigured(r.Provider, r.Model)) is { } configured)
            throw new ApiProblemException(ApiProblem.Conflict("read-only", "configured", $"'{configured.Provider}/{configured.Model}' is priced in the configuration; change it there."));
        await context.Purser.StoredPrices.SetAsync(rows, request.Caller.Name, cancellationToken);
    }
}
