using Microsoft.Extensions.DependencyInjection;
using Purser;
using Purser.Budgets;
using Purser.Calls;
using Purser.Dialects;
using Purser.Ledger;
using Purser.Ledger.Reports;
using Purser.Sqlite;
using Purser.Tokens;

// One call, accounted for: hold its worst case, make it, settle what it used, report.
await using var services = new ServiceCollection()
    .AddPurser(o => o.Budgets.Add(new() { Name = "daily", Limit = BudgetLimit.Parse("1usd"), Window = BudgetWindow.Parse("day") }))
    .UseSqlite(args.FirstOrDefault() ?? "purser-data").Services.BuildServiceProvider();
var purser = services.GetRequiredService<PurserService>();

var who = new CallAttributes { User = "alice", Agent = "planner", Provider = "openai", Model = "gpt-4o-mini" };
var call = await purser.Calls.BeginAsync(new() { Attributes = who, Source = UsageSource.Library, StatedHold = new(10_000_000, 1000, 500, 1500) }, default);
if (call.Hold.Refusal is { } refusal)
    return Fail(refusal.Remedy);
var answer = UsageReader.ReadBody("""{"object":"chat.completion","model":"gpt-4o-mini","choices":[],"usage":{"prompt_tokens":8,"completion_tokens":5,"total_tokens":13}}"""u8, Dialect.Find("openai-chat")!); // the model's answer
await purser.Calls.CompleteAsync(call, new() { End = CallEnd.Complete, Reading = answer }, default);

Console.WriteLine(System.Text.Encoding.UTF8.GetString(UsageReportJson.ToUtf8(await purser.Ledger.QueryAsync(new() { GroupBy = ["user"] }, default))));
return 0;

static int Fail(string remedy)
{
    Console.Error.WriteLine(remedy);
    return 3;
}
