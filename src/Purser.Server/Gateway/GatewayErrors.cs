using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Purser.Budgets;
using Purser.Dialects;

namespace Purser.Server.Gateway;

/// <summary>Errors of ours in the shape that the caller's client library reads.</summary>
internal static class GatewayErrors
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default };

    /// <summary>Writes an error; nothing when the answer has already begun.</summary>
    public static Task WriteAsync(HttpContext context, ErrorShape shape, int status, string code, string message) =>
        WriteAsync(context, shape, status, code, message, refusal: null);

    /// <summary>Writes a refusal with every field of budgets R10 under <c>purser</c>, and tells clients not to repeat it.</summary>
    public static Task WriteRefusalAsync(HttpContext context, ErrorShape shape, BudgetRefusal refusal, DateTimeOffset now)
    {
        var headers = context.Response.Headers;
        headers["x-should-retry"] = "false";
        if (refusal.ResetsAt is { } resets)
            headers.RetryAfter = Math.Max(1, (long)Math.Ceiling((resets - now).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        var message = $"Budget '{refusal.BudgetId}' refuses this call ({refusal.Reason}). {refusal.Remedy}";
        return WriteAsync(context, shape, 429, "budget_exceeded", message, refusal);
    }

    private static async Task WriteAsync(HttpContext context, ErrorShape shape, int status, string code, string message, BudgetRefusal? refusal)
    {
        var response = context.Response;
        if (response.HasStarted)
            return;
        var buffer = new ArrayBufferWriter<byte>(512);
        await using (var json = new Utf8JsonWriter(buffer, Relaxed))
            WriteBody(json, shape, status, code, message, refusal);
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = buffer.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.BodyWriter.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }

    private static void WriteBody(Utf8JsonWriter json, ErrorShape shape, int status, string code, string message, BudgetRefusal? refusal)
    {
        json.WriteStartObject();
        if (shape == ErrorShape.Anthropic)
            json.WriteString("type", "error");
        json.WriteStartObject("error");
        WriteError(json, shape, status, code, message);
        json.WriteEndObject();
        if (refusal is not null)
        {
            json.WritePropertyName("purser");
            RefusalJson.Write(json, refusal);
        }

        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, ErrorShape shape, int status, string code, string message)
    {
        switch (shape)
        {
            case ErrorShape.Anthropic:
                json.WriteString("type", code);
                json.WriteString("message", message);
                break;
            case ErrorShape.Google:
                json.WriteNumber("code", status);
                json.WriteString("message", message);
                json.WriteString("status", GoogleStatus(status));
                json.WriteStartArray("details");
                json.WriteStartObject();
                json.WriteString("@type", "type.googleapis.com/google.rpc.ErrorInfo");
                json.WriteString("reason", code);
                json.WriteString("domain", "purser");
                json.WriteEndObject();
                json.WriteEndArray();
                break;
            default:
                json.WriteString("message", message);
                json.WriteString("type", code);
                json.WriteNull("param");
                json.WriteString("code", code);
                break;
        }
    }

    private static string GoogleStatus(int status) => status switch
    {
        400 or 413 or 415 or 431 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        409 => "ABORTED",
        429 => "RESOURCE_EXHAUSTED",
        504 => "DEADLINE_EXCEEDED",
        _ => "UNAVAILABLE",
    };
}
