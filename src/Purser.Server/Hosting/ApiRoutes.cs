using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Purser.Server.Api;

namespace Purser.Server.Hosting;

/// <summary>Puts the API's table before HTTP.</summary>
internal static class ApiRoutes
{
    private const string Prefix = "/api/v1";

    /// <summary>One route for all operations: the table itself finds them, so that both transports answer alike.</summary>
    public static void MapPurserApi(this IEndpointRouteBuilder endpoints, ApiTable table, CallerResolver callers, long maxRequestBytes) =>
        endpoints.Map(Prefix + "/{**path}", http => HandleAsync(http, table, callers, maxRequestBytes)).WithDisplayName("api");

    /// <summary>Writes an answer of the table, or a problem.</summary>
    public static async Task WriteAsync(HttpContext http, ApiResponse response)
    {
        http.Response.StatusCode = response.Status;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (response.RetryAfterSeconds is { } seconds)
            http.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (response.Body.IsEmpty)
            return;
        http.Response.ContentType = response.ContentType;
        http.Response.ContentLength = response.Body.Length;
        await http.Response.Body.WriteAsync(response.Body, http.RequestAborted);
    }

    private static async Task HandleAsync(HttpContext http, ApiTable table, CallerResolver callers, long maxRequestBytes)
    {
        var (caller, problem) = callers.ForApi(http);
        if (problem is not null)
        {
            await WriteAsync(http, problem.ToResponse());
            return;
        }

        if (await ReadAsync(http, maxRequestBytes) is not { } body)
        {
            await WriteAsync(http, TooLarge(maxRequestBytes).ToResponse());
            return;
        }

        var response = await table.DispatchAsync(new ApiCall(http.Request.Method, Target(http), body), caller!, http.RequestAborted);
        await WriteAsync(http, response);
    }

    // The raw target: the server's decoded path has lost which slashes were encoded.
    private static string Target(HttpContext http)
    {
        var raw = http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var at = raw.IndexOf(Prefix, StringComparison.OrdinalIgnoreCase);
        return at >= 0 ? raw[(at + Prefix.Length)..] : raw;
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContext http, long maxRequestBytes)
    {
        if (http.Request.ContentLength > maxRequestBytes)
            return null;
        var body = new ArrayBufferWriter<byte>(1024);
        int read;
        while ((read = await http.Request.Body.ReadAsync(body.GetMemory(4096), http.RequestAborted)) > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > maxRequestBytes)
                return null;
        }

        return body.WrittenMemory;
    }

    private static ApiProblem TooLarge(long maxRequestBytes) =>
        new() { Status = 413, Type = "payload-too-large", Title = "The body is too large", Detail = $"At most {maxRequestBytes} bytes; server.max_request_bytes raises it." };
}
