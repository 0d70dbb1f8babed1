using System.Text.Json;
using Purser.Ledger;

namespace Purser.Server.Api;

/// <summary>Ledger entries on the wire.</summary>
internal static class EntryJson
{
    public static void Write(Utf8JsonWriter json, LedgerEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        json.WriteString("kind", JsonNamingPolicy.SnakeCaseLower.ConvertName(entry.Kind.ToString()));
        json.WriteString("at", entry.At.UtcDateTime);
        if (entry.RequestId is { } request)
            json.WriteString("request_id", request);
        if (entry.Attempt > 0)
            json.WriteNumber("attempt", entry.Attempt);
        if (entry.ExpiresAt is { } expires)
            json.WriteString("expires_at", expires.UtcDateTime);
        WriteChanges(json, entry.Changes);
        json.WritePropertyName("data");
        WriteData(json, entry);
        json.WriteEndObject();
    }

    /// <summary>The entry's own facts; an empty object when there are none.</summary>
    public static void WriteData(Utf8JsonWriter json, LedgerEntry entry)
    {
        if (entry.Data.IsEmpty)
        {
            json.WriteStartObject();
            json.WriteEndObject();
        }
        else
        {
            json.WriteRawValue(entry.Data.Span);
        }
    }

    // In the budget's own unit, integers throughout (USD as nano-dollars): what the ledger adds up.
    private static void WriteChanges(Utf8JsonWriter json, IReadOnlyList<BalanceChange> changes)
    {
        json.WriteStartArray("changes");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("budget", change.Instance.BudgetId);
            AttributesJson.WriteMap(json, "key", change.Instance.Values);
            json.WriteNumber("admitted", change.Delta.Admitted);
            json.WriteNumber("held", change.Delta.Held);
            json.WriteNumber("adjusted", change.Delta.Adjusted);
            json.WriteNumber("observed", change.Delta.Observed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
