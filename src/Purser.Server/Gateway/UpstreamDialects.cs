using Purser.Dialects;

namespace Purser.Server.Gateway;

/// <summary>Which dialect an upstream speaks on which route.</summary>
internal static class UpstreamDialects
{
    public static string Provider(string name) => name switch
    {
        "gemini" => "google",
        _ => name.ToLowerInvariant(),
    };

    public static Dialect Find(string name) => new() { Name = name, Provider = "openai" };

    public static Dialect Chat(string name, UpstreamOptions options) => new() { Name = options.Dialect ?? name, Provider = Provider(name) };
}
