using System.CommandLine;
using System.IO.Compression;
using Purser.Cli.Metering;
using Purser.Cli.Output;
using Purser.Pricing;

namespace Purser.Cli.Commands;

/// <summary><c>purser meter</c>: usage and cost of responses that are at hand.</summary>
internal static class MeterCommand
{
    private const string Examples = """
        Examples:
          curl -s … | purser meter
          purser meter response.json --provider openai-chat --json
          purser meter --jsonl calls.jsonl
        """;

    private static readonly Argument<string> File = new("FILE") { Description = "A response body, a stream or a transcript; - or nothing: standard input", DefaultValueFactory = _ => "-" };
    private static readonly Option<string?> Provider = new("--provider") { Description = "The dialect it is written in (default: detected)", HelpName = "NAME" };
    private static readonly Option<string?> Model = new("--model") { Description = "The model asked for, where the response names none", HelpName = "MODEL" };
    private static readonly Option<bool> Jsonl = new("--jsonl") { Description = "Many responses, one a line {id, provider, body | events, headers?}; answers one a line" };

    public static Command Meter(CommandHost host)
    {
        var command = new Command("meter", "Reads the usage out of a response and prices it; writes nothing anywhere.\n\n" + Examples) { File, Provider, Model, Jsonl };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var input = Open(host, parsed.GetRequiredValue(File));
            var meter = new Meter(PriceBook.BuiltIn, host.Terminal.Clock, parsed.GetValue(Provider), parsed.GetValue(Model));
            return parsed.GetValue(Jsonl) ? await MeterLinesAsync(host, meter, input, cancellation) : await MeterOneAsync(host, parsed, meter, input, cancellation);
        });
        return command;
    }

    private static async Task<int> MeterLinesAsync(CommandHost host, Meter meter, Stream input, CancellationToken cancellation)
    {
        await foreach (var line in BoundedLines.ReadAsync(input, cancellation))
        {
            if (line is { } bytes && bytes.Span.Trim(" \t\r"u8).IsEmpty)
                continue;
            var answer = line is { } whole ? meter.OfLine(whole.Span) : MeterAnswer.Failed(null, null, "malformed_json");
            await host.Terminal.Output.WriteLineAsync(answer.ToJson());
        }

        return ExitCode.Done;
    }

    private static async Task<int> MeterOneAsync(CommandHost host, ParseResult parsed, Meter meter, Stream input, CancellationToken cancellation)
    {
        var answer = await MeterInput.ReadAsync(input, meter, parsed.GetValue(Provider), parsed.GetValue(Model), cancellation);
        if (parsed.GetValue(GlobalOptions.Json))
            await host.Terminal.Output.WriteLineAsync(answer.ToJson());
        else
            MeterView.Write(host.Terminal, answer);
        return answer.IsError ? ExitCode.Failed : ExitCode.Done;
    }

    private static Stream Open(CommandHost host, string file)
    {
        if (file == "-")
            return host.Terminal.Input;
        try
        {
            return Plain(System.IO.File.OpenRead(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file}: {e.Message}");
        }
    }

    // Rotated transcripts are often compressed; their first two bytes tell, whatever the name says.
    private static Stream Plain(FileStream file)
    {
        var compressed = file.CanSeek && file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        if (file.CanSeek)
            file.Position = 0;
        return compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
