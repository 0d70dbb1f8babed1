using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace Purser.Ledger;

/// <summary>Names and values as canonical JSON, sorted by name: equal maps have equal texts.</summary>
internal static class StringMap
{
    public static string Write(IReadOnlyDictionary<string, string> values)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, value) in values.OrderBy(static v => v.Key, StringComparer.Ordinal))
                json.WriteString(name, value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    public static IReadOnlyDictionary<string, string> Read(string? text)
    {
        if (text is null or "{}")
            return FrozenDictionary<string, string>.Empty;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            var name = json.GetString()!;
            json.Read();
            values.Add(name, json.GetString()!);
        }

        return values;
    }
}
