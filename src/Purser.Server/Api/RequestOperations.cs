using System.Text.Json;
using Purser.Ledger;
using Purser.Server.Keys;

namespace Purser.Server.Api;

/// <summary>Everything the ledger knows of one call: what <c>purser why</c> prints.</summary>
internal sealed class RequestOperations(ApiContext context)
{
    public IEnumerable<ApiEndpoint> Endpoints() => [new("GET", "/requests/{id}", KeyScopes.Viewer, GetAsync)];

    private async ValueTask<ApiResponse> GetAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        request.Query.Check();
        var text = request.Route["id"];
        if (!Guid.TryParse(text, out var id))
            throw new ApiProblemException(ApiProblem.NotFound($"'{text}' is no request's id."));
        var entries = await context.Purser.Ledger.EntriesAsync(id, cancellationToken);
        var events = await context.Purser.Ledger.EventsAsync(id, cancellationToken);
        var tenant = entries.Count > 0 ? entries[0].Tenant : events.Count > 0 ? events[0].Attributes.Tenant : null;
        if (tenant is null || (request.Caller.Tenant is { } own && own != tenant))
            throw new ApiProblemException(ApiProblem.NotFound($"The ledger knows no request {id}; detail may have been deleted by retention."));
        return ApiResponse.Write(200, json => Write(json, id, entries, events));
    }

    private void Write(Utf8JsonWriter json, Guid id, IReadOnlyList<LedgerEntry> entries, IReadOnlyList<UsageEvent> events)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("decision", Decision(entries, events));
        if (entries.FirstOrDefault(e => e.Kind == EntryKind.Refuse) is { } refusal)
        {
            json.WritePropertyName("refusal");
            EntryJson.WriteData(json, refusal);
        }

        if (context.Purser.Budgets.FindHold(id) is { } hold)
        {
            json.WritePropertyName("hold");
            ReservationJson.Write(json, hold);
        }

        json.WriteStartArray("entries");
        foreach (var entry in entries)
            EntryJson.Write(json, entry);
        json.WriteEndArray();
        json.WriteStartArray("events");
        foreach (var e in events)
            UsageEventJson.Write(json, e);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The last word counts: a hold that was settled is settled, one that only was opened is still held.
    private static string Decision(IReadOnlyList<LedgerEntry> entries, IReadOnlyList<UsageEvent> events)
    {
        var kinds = entries.Select(e => e.Kind).ToHashSet();
        if (kinds.Contains(EntryKind.Refuse))
            return "refused";
        if (kinds.Contains(EntryKind.Expire))
            return "expired";
        if (kinds.Contains(EntryKind.Release))
            return "released";
        if (kinds.Contains(EntryKind.Settle))
            return "settled";
        return kinds.Contains(EntryKind.Hold) ? "held" : events.Count > 0 ? "observed" : "recorded";
    }
}
