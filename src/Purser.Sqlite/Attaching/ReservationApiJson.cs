using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Purser.Budgets;
using Purser.Calls;
using Purser.Ledger;
using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Sqlite.Attaching;

/// <summary>What is said to the owner's reservations API, and what it answers.</summary>
internal static class ReservationApiJson
{
    public static ReadOnlyMemory<byte> Hold(CallIntent intent, Amounts hold, TimeSpan timeToLive) => Write(json =>
    {
        json.WriteStartObject("context");
        var who = intent.Attributes;
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("user", who.User), ("session", who.Session), ("agent", who.Agent), ("component", who.Component), ("provider", who.Provider), ("model", who.Model)])
            WriteText(json, name, value);
        json.WriteStartObject("tags");
        foreach (var (name, value) in who.Tags)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("hold");
        if (hold.CostNano is { } nano)
            json.WriteString("cost_usd", new NanoUsd(nano).ToString());
        if (hold.InputTokens is { } input)
            json.WriteNumber("input_tokens", input);
        if (hold.OutputTokens is { } output)
            json.WriteNumber("max_output_tokens", output);
        json.WriteEndObject();
        WriteText(json, "idempotency_key", intent.IdempotencyKey);
        json.WriteNumber("ttl_seconds", (int)Math.Clamp(Math.Ceiling(timeToLive.TotalSeconds), 1, 86_400));
    });

    public static ReadOnlyMemory<byte> Settle(UsageEvent usage, bool estimated, bool moreAttempts) => Write(json =>
    {
        if (estimated || usage.Usage is null)
            json.WriteString("cost_usd", usage.Charged.ToString());
        if (!estimated && usage.Usage is { } vector)
        {
            json.WritePropertyName("usage");
            UsageJson.Write(json, vector, null);
        }

        WriteText(json, "model", usage.Attributes.Model);
        WriteText(json, "response_id", usage.ResponseId);
        json.WriteNumber("attempt", usage.Attempt);
        json.WriteBoolean("more_attempts", moreAttempts);
    });

    public static HoldResult Held(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        HoldLeg[] legs = [.. root.GetProperty("budgets").EnumerateArray().Select(Leg)];
        return new HoldResult
        {
            Verdict = HoldVerdict.Admitted,
            RequestId = root.GetProperty("id").GetGuid(),
            Legs = legs,
            Enforced = legs.Any(static l => l.Mode is BudgetMode.Strict or BudgetMode.Guarded),
            ExpiresAt = Instant(root, "expires_at"),
        };
    }

    public static HoldResult NotHeld(byte[] body, int status)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var id = root.TryGetProperty("id", out var stated) ? stated.GetGuid() : Guid.Empty;
        if (status == 409)
            return new HoldResult { Verdict = Text(root, "code") == "already_done" ? HoldVerdict.AlreadyDone : HoldVerdict.KeyReused, RequestId = id };
        return new HoldResult { Verdict = HoldVerdict.Refused, RequestId = id, Refusal = Refusal(root) };
    }

    public static string Detail(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Text(document.RootElement, "detail") ?? Text(document.RootElement, "title") ?? "no reason was given";
        }
        catch (JsonException)
        {
            return "no reason was given";
        }
    }

    private static BudgetRefusal Refusal(JsonElement root)
    {
        var unit = Unit(root);
        return new BudgetRefusal
        {
            BudgetId = Text(root, "budget") ?? "",
            Scope = Map(root, "scope"),
            Window = Text(root, "window") ?? "",
            Unit = unit,
            Limit = Amount(root, "limit", unit) ?? 0,
            Admitted = Amount(root, "admitted", unit) ?? 0,
            Held = Amount(root, "held", unit) ?? 0,
            Observed = Amount(root, "observed", unit) ?? 0,
            RequestedHold = Amount(root, "requested_hold", unit),
            Available = Amount(root, "available", unit) ?? 0,
            ResetsAt = Instant(root, "resets_at"),
            Reason = Text(root, "reason") ?? "limit",
            Remedy = Text(root, "remedy") ?? "",
            FittingOutput = root.TryGetProperty("fitting_output", out var fitting) ? fitting.GetInt64() : null,
        };
    }

    private static HoldLeg Leg(JsonElement leg)
    {
        var unit = Unit(leg);
        var name = Text(leg, "name") ?? "";
        var mode = Enum.TryParse<BudgetMode>(Text(leg, "mode"), ignoreCase: true, out var known) ? known : BudgetMode.Strict;
        return new HoldLeg(new BudgetInstance(name, name, null, Instant(leg, "resets_at"), Map(leg, "key")), unit, mode, Amount(leg, "held", unit) ?? 0);
    }

    private static BudgetUnit Unit(JsonElement json)
    {
        var name = Text(json, "unit");
        return Enum.GetValues<BudgetUnit>().FirstOrDefault(u => u.WireName() == name, BudgetUnit.Usd);
    }

    private static Dictionary<string, string> Map(JsonElement json, string name) => json.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object
        ? map.EnumerateObject().ToDictionary(static p => p.Name, static p => p.Value.ToString(), StringComparer.Ordinal)
        : [];

    private static long? Amount(JsonElement json, string name, BudgetUnit unit) => !json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null
        ? null
        : unit == BudgetUnit.Usd ? NanoUsd.FromUsd(decimal.Parse(value.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture)).Value : value.GetInt64();

    private static DateTimeOffset? Instant(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetDateTimeOffset() : null;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
