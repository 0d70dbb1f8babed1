using System.Text.Json;

namespace Purser.Ledger;

/// <summary>Which budget an entry concerns: one whose balance it changes, or the one that its data names as <c>budget</c> or <c>budget_id</c>.</summary>
internal static class EntryBudgets
{
    public static bool Concerns(LedgerEntry entry, string budget)
    {
        foreach (var change in entry.Changes)
        {
            if (change.Instance.BudgetId == budget)
                return true;
        }

        return !entry.Data.IsEmpty && Names(entry.Data.Span, budget);
    }

    private static bool Names(ReadOnlySpan<byte> data, string budget)
    {
        var json = new Utf8JsonReader(data);
        try
        {
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName || !(json.ValueTextEquals("budget") || json.ValueTextEquals("budget_id")))
                    continue;
                json.Read();
                if (json.TokenType == JsonTokenType.String && json.ValueTextEquals(budget))
                    return true;
            }
        }
        catch (JsonException)
        {
            // Data that is no JSON names no budget; the entry stays readable by its request.
        }

        return false;
    }
}
