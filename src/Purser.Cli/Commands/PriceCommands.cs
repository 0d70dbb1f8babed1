using System.CommandLine;
using System.Text.Json.Nodes;
using Purser.Cli.Api;

namespace Purser.Cli.Commands;

/// <summary><c>purser price</c>: the price book, USD per million tokens.</summary>
internal static class PriceCommands
{
    private static readonly Argument<string> Model = new("PROVIDER/MODEL") { Description = "For example openai/gpt-5-mini" };
    private static readonly Argument<FileInfo> File = new("FILE") { Description = "JSON in LiteLLM's layout" };
    private static readonly Option<string?> Provider = new("--provider") { Description = "Only this provider's", HelpName = "NAME" };
    private static readonly Option<decimal> Input = new("--input") { Description = "Input", HelpName = "USD", Required = true };
    private static readonly Option<decimal> Output = new("--output") { Description = "Output", HelpName = "USD", Required = true };
    private static readonly Option<decimal?> CacheRead = new("--cache-read") { Description = "Input read from a cache", HelpName = "USD" };
    private static readonly Option<decimal?> CacheWrite5m = new("--cache-write-5m") { Description = "Cache writes, five minutes or default", HelpName = "USD" };
    private static readonly Option<decimal?> CacheWrite1h = new("--cache-write-1h") { Description = "Cache writes, one hour", HelpName = "USD" };
    private static readonly Option<decimal?> Reasoning = new("--reasoning") { Description = "Reasoning (default: as output)", HelpName = "USD" };

    public static Command Price(CommandHost host) => new("price", "Shows and changes prices, in USD per million tokens.")
    {
        List(host), Show(host), Set(host), Import(host),
    };

    private static Command List(CommandHost host)
    {
        var command = new Command("list", "Lists the price book.") { Provider };
        host.Run(command, parsed => new("GET", ApiClient.Target("/prices", ("provider", parsed.GetValue(Provider)))), host.Table(
            "No prices.",
            new("provider", "provider"), new("model", "model"), new("input", "rates.input", true), new("output", "rates.output", true),
            new("cache read", "rates.cache_read", true), new("from", "effective_from"), new("to", "effective_to"), new("as of", "as_of"), new("source", "source")));
        return command;
    }

    private static Command Show(CommandHost host)
    {
        var command = new Command("show", "Shows what a model costs, and since when.") { Model };
        host.Run(command, parsed => new("GET", Target(parsed)), host.Details);
        return command;
    }

    private static Command Set(CommandHost host)
    {
        var command = new Command("set", "Sets a price of your own from now on; past events keep theirs.\n\nExample:\n  purser price set openai/my-model --input 0.25 --output 2 --cache-read 0.025")
        {
            Model, Input, Output, CacheRead, CacheWrite5m, CacheWrite1h, Reasoning,
        };
        host.Run(command, parsed => new("PUT", Target(parsed), Rates(parsed)), host.Say(parsed => $"Set the price of {parsed.GetValue(Model)}."));
        return command;
    }

    private static Command Import(CommandHost host)
    {
        var command = new Command("import", "Imports prices in LiteLLM's JSON layout; they win over the built-in ones.") { File };
        host.Run(command, parsed => new("POST", "/prices/import", ReadFile(parsed.GetRequiredValue(File))), host.Details);
        return command;
    }

    private static JsonObject Rates(ParseResult parsed)
    {
        var rates = new JsonObject { ["input"] = parsed.GetValue(Input), ["output"] = parsed.GetValue(Output) };
        foreach (var (name, option) in new[] { ("cache_read", CacheRead), ("cache_write_5m", CacheWrite5m), ("cache_write_1h", CacheWrite1h), ("reasoning", Reasoning) })
        {
            if (parsed.GetValue(option) is { } rate)
                rates[name] = rate;
        }

        return rates;
    }

    private static JsonNode ReadFile(FileInfo file)
    {
        try
        {
            using var stream = file.OpenRead();
            return JsonNode.Parse(stream) ?? throw new CommandFailedException($"{file}: the file holds no JSON.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            throw new CommandFailedException($"{file}: {e.Message}");
        }
    }

    private static string Target(ParseResult parsed)
    {
        var text = parsed.GetRequiredValue(Model);
        var cut = text.IndexOf('/');
        if (cut <= 0 || cut == text.Length - 1)
            throw new CommandFailedException($"'{text}': write PROVIDER/MODEL, for example openai/gpt-5-mini.", ExitCode.WrongUsage);
        return $"/prices/{ApiClient.Segment(text[..cut])}/{ApiClient.Segment(text[(cut + 1)..])}";
    }
}
