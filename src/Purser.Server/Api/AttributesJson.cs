using System.Text.Json;
using Purser.Ledger;

namespace Purser.Server.Api;

/// <summary>Who called what, on the wire.</summary>
internal static class AttributesJson
{
    private static readonly string[] Names = ["tenant", "team", "user", "key", "session", "agent", "component", "provider", "model"];

    public static void Write(Utf8JsonWriter json, CallAttributes attributes)
    {
        json.WriteStartObject();
        foreach (var name in Names)
        {
            if (attributes.Value(name) is { } value)
                json.WriteString(name, value);
        }

        if (attributes.Tags.Count > 0)
            WriteMap(json, "tags", attributes.Tags);
        json.WriteEndObject();
    }

    public static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> map)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in map)
            json.WriteString(key, value);
        json.WriteEndObject();
    }
}
