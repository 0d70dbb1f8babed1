using System.CommandLine;
using Purser.Cli.Api;
using Purser.Server.Configuration;
using Purser.Server.Hosting;

namespace Purser.Cli.Commands;

/// <summary><c>purser serve</c>: gateway and API over one data directory.</summary>
internal static class ServeCommand
{
    private const string Examples = """
        Examples:
          purser serve
          purser serve --urls http://127.0.0.1:8080 --data ./accounts --upstream groq=https://api.groq.com/openai/v1
        """;

    private static readonly Option<string?> Urls = new("--urls") { Description = "Addresses to listen on (default http://127.0.0.1:4700); any but loopback demands keys", HelpName = "URLS" };
    private static readonly Option<FileInfo?> Config = new("--config") { Description = "The configuration file (default: purser.yaml here)", HelpName = "FILE" };
    private static readonly Option<string[]> Upstream = new("--upstream") { Description = "Where calls under /NAME/ go: openai=URL; repeatable", HelpName = "NAME=URL" };

    public static Command Serve(CommandHost host)
    {
        var command = new Command("serve", "Runs the gateway and the API.\n\n" + Examples) { Urls, Config, Upstream };
        command.SetAction(async (parsed, cancellation) =>
        {
            var configuration = ConfigurationLoader.Load(Configurations.Request(GlobalOptions.Connection(parsed), parsed.GetValue(Config), Settings(parsed)));
            await using var server = await StartAsync(configuration, host.Terminal.Clock, cancellation);
            foreach (var url in server.Urls)
                await host.Terminal.Output.WriteLineAsync($"Purser serves {url} (data: {configuration.Server.Data})");
            if (server.KeysDemanded is { } reason)
                await host.Terminal.Output.WriteLineAsync($"Every caller needs a key: {reason}");
            await host.Terminal.Output.FlushAsync(CancellationToken.None);
            await server.WaitForShutdownAsync(cancellation);
            return ExitCode.Done;
        });
        return command;
    }

    /// <exception cref="CommandFailedException">An address is in use.</exception>
    public static async Task<PurserServer> StartAsync(PurserConfiguration configuration, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            return await PurserServer.StartAsync(configuration, clock, cancellationToken: cancellation);
        }
        catch (IOException e)
        {
            throw new CommandFailedException($"{e.Message} Choose another address with --urls http://127.0.0.1:PORT.");
        }
    }

    private static IEnumerable<CommandLineSetting> Settings(ParseResult parsed)
    {
        if (parsed.GetValue(Urls) is { } urls)
            yield return new("server.urls", urls, "--urls");
        foreach (var upstream in parsed.GetValue(Upstream) ?? [])
            yield return UpstreamSetting(upstream);
    }

    private static CommandLineSetting UpstreamSetting(string text)
    {
        try
        {
            return CommandLineSetting.Upstream(text);
        }
        catch (FormatException e)
        {
            throw new CommandFailedException(e.Message, ExitCode.WrongUsage);
        }
    }
}
