using Purser.Server.Keys;

namespace Purser.Server.Api;

/// <summary>One operation, written once: the server maps it onto HTTP, the command line calls it in process.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Template">Path below <c>/api/v1</c> with <c>{name}</c> for a whole segment.</param>
/// <param name="Scope">What the caller must be permitted.</param>
/// <param name="Handler">Does it; throws <see cref="ApiProblemException"/> to answer with a problem.</param>
public sealed record ApiEndpoint(string Method, string Template, KeyScopes Scope, Func<ApiRequest, CancellationToken, ValueTask<ApiResponse>> Handler)
{
    private readonly string[] _segments = Template.Split('/');

    /// <summary>The placeholders' values when the path (still encoded) fits the template, else null.</summary>
    internal Dictionary<string, string>? Match(string[] path)
    {
        if (path.Length != _segments.Length)
            return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < path.Length; i++)
        {
            if (_segments[i] is ['{', .. var name, '}'] && path[i].Length > 0)
                values[name] = Uri.UnescapeDataString(path[i]);
            else if (_segments[i] != path[i])
                return null;
        }

        return values;
    }
}
