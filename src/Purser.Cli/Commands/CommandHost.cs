using System.CommandLine;
using System.Text.Json;
using Purser.Cli.Api;
using Purser.Cli.Output;
using Purser.Cli.Terminals;

namespace Purser.Cli.Commands;

/// <summary>What every command needs: a terminal and a way to the API.</summary>
internal sealed class CommandHost(Terminal terminal, Func<ConnectionChoice, CancellationToken, ValueTask<ApiClient>> connect)
{
    public Terminal Terminal => terminal;

    public ValueTask<ApiClient> ConnectAsync(ParseResult parsed, CancellationToken cancellation) =>
        connect(GlobalOptions.Connection(parsed), cancellation);

    /// <summary>A command that sends one call and shows its answer.</summary>
    public void Run(Command command, Func<ParseResult, ApiRequestLine> request, Action<ParseResult, JsonElement> show) =>
        command.SetAction(async (parsed, cancellation) =>
        {
            var (method, target, body) = request(parsed);
            await using var api = await ConnectAsync(parsed, cancellation);
            var answer = await api.SendAsync(method, target, body, cancellation);
            if (parsed.GetValue(GlobalOptions.Json))
                JsonView.WriteJson(terminal, answer);
            else
                show(parsed, answer);
            return ExitCode.Done;
        });

    /// <summary>A list as a table.</summary>
    public Action<ParseResult, JsonElement> Table(string whenEmpty, params Column[] columns) =>
        (_, answer) => JsonView.WriteTable(terminal, JsonView.RowsOf(answer), columns, whenEmpty);

    /// <summary>Everything that the answer says.</summary>
    public void Details(ParseResult parsed, JsonElement answer) => JsonView.WriteDetails(terminal, answer);

    /// <summary>One sentence.</summary>
    public Action<ParseResult, JsonElement> Say(Func<ParseResult, string> sentence) => (parsed, _) => terminal.Output.WriteLine(sentence(parsed));
}
