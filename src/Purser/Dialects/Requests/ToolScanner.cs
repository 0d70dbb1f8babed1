using System.Text.Json;

namespace Purser.Dialects.Requests;

/// <summary>Counts tool definitions and finds those that the provider itself runs, whose use costs beyond the request's bytes.</summary>
internal static class ToolScanner
{
    // Run by the caller, whatever provider defines them.
    private static readonly string[] ClientTools = ["function", "custom", "local_shell", "apply_patch", "computer", "bash", "text_editor", "memory", "tool_search", "namespace"];
    // Run by the provider, at a capped number of uses.
    private static readonly string[] CappedTools = ["web_search", "web_fetch"];

    public static void Scan(ref Utf8JsonReader reader, ContentFacts facts, bool gemini)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            facts.Tools++;
            if (reader.TokenType != JsonTokenType.StartObject)
                reader.Skip();
            else if (gemini)
                GeminiTool(ref reader, facts);
            else
                Tool(ref reader, facts);
        }
    }

    private static void Tool(ref Utf8JsonReader reader, ContentFacts facts)
    {
        string? serverType = null;
        long? maxUses = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                var type = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
                if (type.Length > 0 && !Named(type, ClientTools))
                    serverType = type;
            }
            else if (reader.ValueTextEquals("max_uses"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var uses))
                    maxUses = Math.Max(maxUses ?? 0, uses);
            }
            else if (reader.ValueTextEquals("cache_control"u8))
            {
                reader.Read();
                facts.WritesCache |= reader.TokenType != JsonTokenType.Null;
            }
            else
            {
                reader.Read();
            }
            reader.Skip();
        }
        if (serverType is not null)
            facts.AddServerTool(Named(serverType, CappedTools) ? maxUses : null, serverType.Length <= 64 ? serverType : "unknown");
    }

    private static void GeminiTool(ref Utf8JsonReader reader, ContentFacts facts)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name is "functionDeclarations" or "function_declarations")
                facts.Tools += CountItems(ref reader);
            else if (reader.TokenType != JsonTokenType.Null)
                facts.CannotBound($"server_tool:{(name.Length <= 64 ? name : "unknown")}");
            reader.Skip();
        }
    }

    private static int CountItems(ref Utf8JsonReader reader)
    {
        var count = 0;
        if (reader.TokenType == JsonTokenType.StartArray)
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                count++;
                reader.Skip();
            }
        return count;
    }

    private static bool Named(string type, string[] names)
    {
        foreach (var name in names)
            if (type.StartsWith(name, StringComparison.Ordinal) && (type.Length == name.Length || type[name.Length] == '_'))
                return true;
        return false;
    }
}
