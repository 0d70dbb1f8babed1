using System.Text.Json.Nodes;
using Purser.Dialects;
using Purser.Tokens;

namespace Purser.Cli.Importing;

/// <summary>A request of a transcript as the body of a <c>POST /usage</c>.</summary>
internal static class TranscriptEvent
{
    private const int TextMax = 128;

    public static JsonObject Of(Dialect dialect, TranscriptRequest request)
    {
        var reading = request.Reading;
        var json = new JsonObject { ["source"] = "import", ["provider"] = dialect.Provider, ["dialect"] = dialect.Name };
        Add(json, "model", reading.Model);
        Add(json, "session", request.SessionId);
        Add(json, "response_id", reading.ResponseId ?? request.MessageId);
        Add(json, "correlation_id", request.RequestId);
        if (request.Key is { } key)
            json["idempotency_key"] = key.Length <= TextMax ? $"{dialect.Name}:{key}" : $"{dialect.Name}:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)))}";
        if (request.Timestamp is { } at)
            json["admitted_at"] = at.UtcDateTime.ToString("O");
        if (reading.Usage is { } usage)
            json["usage"] = Usage(usage);
        if (reading.Status == UsageStatus.Partial)
            json["status"] = "partial";
        return json;
    }

    private static void Add(JsonObject json, string name, string? value)
    {
        if (value is { Length: > 0 and <= TextMax })
            json[name] = value;
    }

    private static JsonObject Usage(in TokenUsage usage) => new()
    {
        ["input_uncached"] = usage.InputUncached,
        ["input_audio"] = usage.InputAudio,
        ["cache_read"] = usage.CacheRead,
        ["cache_write_5m"] = usage.CacheWrite5m,
        ["cache_write_1h"] = usage.CacheWrite1h,
        ["output_text"] = usage.OutputText,
        ["output_audio"] = usage.OutputAudio,
        ["output_reasoning"] = usage.OutputReasoning,
    };
}
