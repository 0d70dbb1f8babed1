using System.Text.Json;
using System.Text.Json.Nodes;
using Purser.Budgets;
using Purser.Server.Api;

namespace Purser.Server.Configuration;

/// <summary>Makes a budget from its settings, by way of the same JSON that the API takes.</summary>
internal static class BudgetBinder
{
    /// <summary>Null when something is wrong; what it is has been added to the errors.</summary>
    public static BudgetDefinition? Bind(string at, IReadOnlyDictionary<string, Setting> members, string? file, List<ConfigurationError> errors)
    {
        var origin = members.Values.First().Origin;
        var before = errors.Count;
        foreach (var required in (string[])["name", "limit", "window"])
        {
            if (!members.ContainsKey(required) && !(required == "window" && members.ContainsKey("preset")))
                errors.Add(new($"{at}.{required}", "is required.", origin));
        }

        CheckForms(at, members, errors);
        if (errors.Count > before)
            return null;
        try
        {
            var budget = BudgetBody.Read(Json(members)) with { Source = BudgetSource.Config, Origin = file };
            errors.AddRange(BudgetDefinitionValidator.Validate(budget).Select(e => new ConfigurationError($"{at}.{e.Key}", e.Message, OriginOf(e.Key, members) ?? origin)));
            return errors.Count > before ? null : budget;
        }
        catch (JsonException e)
        {
            errors.Add(new(at, e.Message, origin));
            return null;
        }
    }

    private static void CheckForms(string at, IReadOnlyDictionary<string, Setting> members, List<ConfigurationError> errors)
    {
        if (members.GetValueOrDefault("limit") is { } limit && !BudgetLimit.TryParse(limit.Text, out _))
            errors.Add(new($"{at}.limit", $"'{limit.Text}' is no limit; write for example 5usd, 100000tokens, 100000tokens:output or 1000requests.", limit.Origin));
        if (members.GetValueOrDefault("window") is { } window && !BudgetWindow.TryParse(window.Text, out _))
            errors.Add(new($"{at}.window", $"'{window.Text}' is no window; use session, hour, day, week, month, quarter, year, total, rolling:5h or fixed:5h.", window.Origin));
        if (members.GetValueOrDefault("reset_time") is { } time && !TimeOnly.TryParseExact(time.Text, "HH:mm", out _))
            errors.Add(new($"{at}.reset_time", $"'{time.Text}' must be a local time such as 06:30.", time.Origin));
        if (members.GetValueOrDefault("actions") is { } actions)
        {
            errors.AddRange(actions.Values.Where(a => !ThresholdAction.TryParse(a, out _))
                .Select(a => new ConfigurationError($"{at}.actions", $"'{a}' is no action; write 80=notify, 80=hint:MODEL, 80=clamp:N, 90=approval or 100=block.", actions.Origin)));
        }
    }

    private static SettingOrigin? OriginOf(string key, IReadOnlyDictionary<string, Setting> members) => members.GetValueOrDefault(key)?.Origin;

    private static JsonObject Json(IReadOnlyDictionary<string, Setting> members)
    {
        var json = new JsonObject();
        foreach (var (key, setting) in members)
        {
            if (key.StartsWith("match.", StringComparison.Ordinal))
                (json["match"] ??= new JsonObject())[key["match.".Length..]] = setting.Text;
            else
                json[key] = setting.Option.IsList ? new JsonArray([.. setting.Values.Select(v => Value(setting.Option.Kind, v))]) : Value(setting.Option.Kind, setting.Text);
        }

        return json;
    }

    private static JsonValue Value(OptionKind kind, string text) => kind switch
    {
        OptionKind.Integer => JsonValue.Create(SettingText.Integer(text)!.Value),
        OptionKind.Boolean => JsonValue.Create(SettingText.Boolean(text)!.Value),
        OptionKind.Duration => JsonValue.Create(SettingText.Duration(text)!.Value.ToString("c")),
        OptionKind.Instant => JsonValue.Create(SettingText.Instant(text)!.Value.ToString("O")),
        OptionKind.Choice => JsonValue.Create(text.ToLowerInvariant()),
        _ => JsonValue.Create(text),
    };
}
