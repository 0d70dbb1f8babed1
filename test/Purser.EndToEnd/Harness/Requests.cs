using System.Net.Http.Headers;
using System.Text;

namespace Purser.EndToEnd.Harness;

/// <summary>Requests as a plain HTTP client sends them.</summary>
internal static class Requests
{
    /// <summary>A chat completion of exactly <paramref name="output"/> tokens.</summary>
    public static HttpRequestMessage Chat(string server, int output, bool stream = false, string? user = null, string scripted = "", string model = "cents", string text = "hi")
    {
        var streams = stream ? ",\"stream\":true" : "";
        var request = new HttpRequestMessage(HttpMethod.Post, server + "/openai/v1/chat/completions")
        {
            Content = Json($$"""{"model":"{{model}}","max_completion_tokens":{{output}}{{streams}},"messages":[{"role":"user","content":"{{text}}"}]}"""),
        };
        request.Headers.Add("x-scripted", $"output={output}" + (scripted.Length > 0 ? ", " + scripted : ""));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "sk-caller");
        if (user is not null)
            request.Headers.Add("X-Purser-User", user);
        return request;
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
