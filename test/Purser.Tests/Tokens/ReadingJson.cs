using System.Text.Json;
using System.Text.Json.Nodes;
using Purser.Tokens;

namespace Purser.Tests.Tokens;

/// <summary>A reading in the flat form of the vectors' <c>expected</c>.</summary>
internal static class ReadingJson
{
    public static JsonObject Of(UsageReading reading)
    {
        if (reading.Error is { } error)
            return new JsonObject { ["error"] = ErrorName(error) };
        var row = new JsonObject { ["status"] = reading.Status == UsageStatus.Ok ? "ok" : "partial" };
        if (reading.Model is { } model)
            row["model"] = model;
        foreach (var (name, value) in Written(w => UsageJson.Write(w, reading.Usage!.Value, reading.ReportedTotal)).AsObject())
            row[name] = value!.DeepClone();
        if (reading.Flags != UsageFlags.None)
            row["flags"] = Written(w => UsageJson.Write(w, reading.Flags));
        if (Written(w => UsageJson.Write(w, reading.Extra)) is JsonObject { Count: > 0 } extra)
            row["extra"] = extra;
        return row;
    }

    private static string ErrorName(UsageError error) => error switch
    {
        UsageError.UsageMissing => "usage_missing",
        UsageError.MalformedJson => "malformed_json",
        _ => "provider_error",
    };

    private static JsonNode Written(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            write(writer);
        return JsonNode.Parse(stream.ToArray())!;
    }
}
