using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Purser.Cli.Api;

/// <summary>The API as commands use it: JSON in, JSON out, problems as one message and the right exit code.</summary>
internal sealed class ApiClient(ApiSend send, Func<ValueTask> close) : IAsyncDisposable
{
    public Task<JsonElement> GetAsync(string target, CancellationToken cancellation) => SendAsync("GET", target, null, cancellation);

    /// <summary>Sends one call; an empty answer is an undefined element.</summary>
    /// <exception cref="CommandFailedException">The API answered with a problem.</exception>
    public async Task<JsonElement> SendAsync(string method, string target, JsonNode? body, CancellationToken cancellation)
    {
        var answer = await SendRawAsync(method, target, body, cancellation);
        return answer.IsEmpty ? default : JsonElement.Parse(answer.Span);
    }

    /// <summary>Sends one call whose content the API may refuse (400, 409): then the answer is undefined and the reason is given.</summary>
    /// <exception cref="CommandFailedException">The API answered with any other problem.</exception>
    public async Task<(JsonElement Answer, string? Refusal)> TryAsync(string method, string target, JsonNode body, CancellationToken cancellation)
    {
        var (status, answer) = await send(method, target, JsonSerializer.SerializeToUtf8Bytes(body), cancellation);
        if (status is 400 or 409)
            return (default, Failure(status, answer).Message);
        return status is >= 200 and < 300 ? (JsonElement.Parse(answer.Span), null) : throw Failure(status, answer);
    }

    /// <summary>Gets an answer that is no JSON.</summary>
    /// <exception cref="CommandFailedException">The API answered with a problem.</exception>
    public async Task<string> GetTextAsync(string target, CancellationToken cancellation) =>
        Encoding.UTF8.GetString((await SendRawAsync("GET", target, null, cancellation)).Span);

    public ValueTask DisposeAsync() => close();

    private async Task<ReadOnlyMemory<byte>> SendRawAsync(string method, string target, JsonNode? body, CancellationToken cancellation)
    {
        var payload = body is null ? default : (ReadOnlyMemory<byte>)JsonSerializer.SerializeToUtf8Bytes(body);
        var (status, answer) = await send(method, target, payload, cancellation);
        if (status is < 200 or >= 300)
            throw Failure(status, answer);
        return answer;
    }

    /// <summary>Builds <c>/path/{segment}?name=value</c> with everything encoded; null values are left out.</summary>
    public static string Target(string path, params (string Name, string? Value)[] query)
    {
        var given = query.Where(q => !string.IsNullOrEmpty(q.Value)).Select(q => $"{Uri.EscapeDataString(q.Name)}={Uri.EscapeDataString(q.Value!)}").ToArray();
        return given.Length == 0 ? path : $"{path}?{string.Join('&', given)}";
    }

    public static string Segment(string value) => Uri.EscapeDataString(value);

    private static CommandFailedException Failure(int status, ReadOnlyMemory<byte> answer)
    {
        var exitCode = status switch { 400 => ExitCode.WrongUsage, 429 => ExitCode.RefusedByBudget, _ => ExitCode.Failed };
        try
        {
            return new CommandFailedException(Describe(JsonElement.Parse(answer.Span)), exitCode);
        }
        catch (JsonException)
        {
            return new CommandFailedException($"The server answered {status} and no reason. Is it a Purser server?", exitCode);
        }
    }

    private static string Describe(JsonElement problem)
    {
        var text = Text(problem, "detail") ?? Text(problem, "title") ?? "The operation failed.";
        if (problem.ValueKind != JsonValueKind.Object || !problem.TryGetProperty("errors", out var errors) || errors.ValueKind != JsonValueKind.Array)
            return text;
        var lines = errors.EnumerateArray().Select(e => $"  {Text(e, "field")}: {Text(e, "message")}");
        return string.Join('\n', lines.Prepend(text));
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
