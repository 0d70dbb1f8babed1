using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Purser.Cli.Api;
using Purser.Cli.Output;

namespace Purser.Cli.Commands;

/// <summary><c>purser key</c>: virtual keys.</summary>
internal static class KeyCommands
{
    private static readonly Argument<string> Id = new("ID") { Description = "The key's id, from 'purser key list'" };
    private static readonly Option<string> Name = new("--name") { Description = "What people call it", HelpName = "TEXT", Required = true };
    private static readonly Option<string?> User = new("--user") { Description = "The user that its calls count for", HelpName = "NAME" };
    private static readonly Option<string?> Team = new("--team") { Description = "The team that its calls count for", HelpName = "NAME" };
    private static readonly Option<string?> Tenant = new("--tenant") { Description = "The tenant (default: default)", HelpName = "NAME" };
    private static readonly Option<string[]> Tag = new("--tag") { Description = "A tag on its calls; repeatable", HelpName = "NAME=VALUE" };
    private static readonly Option<string[]> Scope = new("--scope") { Description = "gateway (default), ingest, viewer, operator or admin; repeatable", HelpName = "SCOPE" };
    private static readonly Option<string[]> AllowHeader = new("--allow-header") { Description = "A header its holder may set: user, session, agent, component, tags; repeatable", HelpName = "NAME" };
    private static readonly Option<string?> Expires = new("--expires") { Description = "When it ends (default: never)", HelpName = "INSTANT" };

    public static Command Key(CommandHost host) => new("key", "Makes, lists and revokes virtual keys.") { Create(host), List(host), Revoke(host) };

    private static Command Create(CommandHost host)
    {
        var command = new Command("create", "Makes a key. It is shown once and stored as a hash.\n\nExample:\n  purser key create --name ci --user ci-bot --team platform --tag project=atlas")
        {
            Name, User, Team, Tenant, Tag, Scope, AllowHeader, Expires,
        };
        host.Run(command, parsed => new("POST", "/keys", Body(parsed)), (_, key) => ShowSecret(host, key));
        return command;
    }

    private static void ShowSecret(CommandHost host, JsonElement key)
    {
        host.Details(null!, key);
        host.Terminal.Error.WriteLine("Keep the key now: it is not shown again.");
    }

    private static Command List(CommandHost host)
    {
        var command = new Command("list", "Lists keys; never their secrets.");
        host.Run(command, _ => new("GET", "/keys"), host.Table(
            "No keys.",
            new("id", "id"), new("name", "name"), new("user", "user"), new("team", "team"), new("scopes", "scopes"), new Column("expires", "expires_at"), new("revoked", "revoked_at")));
        return command;
    }

    private static Command Revoke(CommandHost host)
    {
        var command = new Command("revoke", "Ends a key at once.") { Id };
        host.Run(command, parsed => new("DELETE", $"/keys/{ApiClient.Segment(parsed.GetRequiredValue(Id))}"), host.Say(parsed => $"Revoked {parsed.GetValue(Id)}."));
        return command;
    }

    private static JsonObject Body(ParseResult parsed)
    {
        var body = new JsonObject { ["name"] = parsed.GetValue(Name) };
        foreach (var (name, option) in new[] { ("user", User), ("team", Team), ("tenant", Tenant), ("expires_at", Expires) })
        {
            if (parsed.GetValue(option) is { } value)
                body[name] = value;
        }

        if (parsed.GetValue(Tag) is { Length: > 0 } tags)
            body["tags"] = new JsonObject(tags.Select(t => Pairs.Split("--tag", t)).Select(p => KeyValuePair.Create(p.Name, (JsonNode?)p.Value)));
        AddList(body, "scopes", parsed.GetValue(Scope));
        AddList(body, "allowed_headers", parsed.GetValue(AllowHeader));
        return body;
    }

    private static void AddList(JsonObject body, string name, string[]? values)
    {
        if (values is { Length: > 0 })
            body[name] = new JsonArray([.. values.Select(v => (JsonNode?)v)]);
    }
}
