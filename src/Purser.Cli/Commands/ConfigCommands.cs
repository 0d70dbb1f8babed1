using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Purser.Cli.Api;
using Purser.Cli.Output;
using Purser.Server.Configuration;

namespace Purser.Cli.Commands;

/// <summary><c>purser config</c>: the effective configuration, and everything that is wrong with it.</summary>
internal static class ConfigCommands
{
    private const string Starter = """
        # Purser's configuration. Every key has a default; 'purser config show' prints them all.
        server:
          urls: http://127.0.0.1:4700
        # gateway:
        #   upstreams:
        #     groq:
        #       url: https://api.groq.com/openai/v1
        #       api_key_variable: GROQ_API_KEY
        # budgets:
        #   definitions:
        #     - name: daily
        #       limit: 5usd
        #       window: day
        #       zone: UTC

        """;

    private static readonly Option<FileInfo?> File = new("--config") { Description = "The configuration file (default: purser.yaml here)", HelpName = "FILE" };

    public static Command Config(CommandHost host) => new("config", "Writes, checks and shows the configuration.") { Init(host), Validate(host), Show(host) };

    private static Command Init(CommandHost host)
    {
        var command = new Command("init", "Writes a purser.yaml to start from; never over an existing one.") { File };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(File)?.FullName ?? Path.GetFullPath("purser.yaml");
            try
            {
                using var stream = new FileStream(path, FileMode.CreateNew);
                stream.Write(System.Text.Encoding.UTF8.GetBytes(Starter));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CommandFailedException(e.Message);
            }

            host.Terminal.Output.WriteLine($"Wrote {path}");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Validate(CommandHost host)
    {
        var command = new Command("validate", "Reports every error at once, each with its key and place.") { File };
        command.SetAction(parsed =>
        {
            ConfigurationLoader.TryLoad(Request(parsed), out var errors);
            foreach (var error in errors)
                host.Terminal.Error.WriteLine(error);
            host.Terminal.Output.WriteLine(errors.Count == 0 ? "The configuration is valid." : $"{errors.Count} errors.");
            return errors.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Command Show(CommandHost host)
    {
        var command = new Command("show", "Shows every value in force and where it came from.") { File };
        command.SetAction(parsed =>
        {
            var rows = JsonSerializer.SerializeToElement(new JsonArray([.. ConfigurationLoader.Load(Request(parsed)).Effective.Select(Row)]));
            if (parsed.GetValue(GlobalOptions.Json))
                JsonView.WriteJson(host.Terminal, rows);
            else
                JsonView.WriteTable(host.Terminal, JsonView.RowsOf(rows), [new("key", "key"), new("value", "value"), new("from", "origin"), new("", "summary")], "No values.");
            return ExitCode.Done;
        });
        return command;
    }

    private static ConfigurationRequest Request(ParseResult parsed) => Configurations.Request(GlobalOptions.Connection(parsed), parsed.GetValue(File), []);

    private static JsonNode Row(EffectiveSetting setting) =>
        new JsonObject { ["key"] = setting.Key, ["value"] = setting.Value, ["origin"] = setting.Origin.ToString(), ["summary"] = setting.Summary };
}
