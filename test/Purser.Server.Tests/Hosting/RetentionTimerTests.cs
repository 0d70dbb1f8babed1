using Microsoft.Extensions.Logging;
using Purser.Ledger;
using Purser.Server.Hosting;
using Purser.Server.Tests.Api;
using Purser.Testing;

namespace Purser.Server.Tests.Hosting;

public sealed class RetentionTimerTests
{
    [Fact]
    public async Task It_runs_at_the_start_and_each_hour_and_says_what_went()
    {
        var (clock, runs) = (new FakeClock(), new SemaphoreSlim(0));
        using var logs = new RecordingLoggerProvider();
        await using (new RetentionTimer(_ => Ran(runs, 7), clock, logs.CreateLogger("retention")))
        {
            await runs.WaitAsync(TestContext.Current.CancellationToken);
            while (!await runs.WaitAsync(0, TestContext.Current.CancellationToken))
            {
                clock.Advance(RetentionTimer.Period);
                await Task.Yield();
            }
        }

        logs.Lines.ShouldContain(l => l.Contains("deleted 7 rows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_refuses_is_logged_and_tried_again()
    {
        var (clock, runs, fails) = (new FakeClock(), new SemaphoreSlim(0), true);
        using var logs = new RecordingLoggerProvider();
        await using (new RetentionTimer(_ => Exchange(ref fails, false) ? throw new LedgerUnavailableException("the disk is full") : Ran(runs, 0), clock, logs.CreateLogger("retention")))
        {
            while (!await runs.WaitAsync(0, TestContext.Current.CancellationToken))
            {
                clock.Advance(RetentionTimer.Period);
                await Task.Yield();
            }
        }

        logs.Lines.ShouldContain(l => l.Contains("could not delete", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Old_detail_goes_and_its_totals_stay()
    {
        await using var world = await ApiWorld.StartAsync(yaml: "ledger:\n  retention: 1d\n");
        var old = TimeProvider.System.GetUtcNow().AddDays(-3).ToString("O");
        await world.SendAsync("POST", "/usage", $$$"""{"provider":"openai","model":"gpt-4o-mini","admitted_at":"{{{old}}}","usage":{"input_uncached":10,"output_text":5}}""");
        // The server's own timer may have been first; what counts is what is left.
        await world.Server.Node.RetainAsync(TimeSpan.FromDays(1), TestContext.Current.CancellationToken);
        (await world.SendAsync("GET", "/events")).Body!["events"]!.AsArray().ShouldBeEmpty();
        ((long)(await world.SendAsync("GET", "/usage?by=model")).Body!["totals"]!["usage"]!["total"]!).ShouldBe(15);
    }

    private static ValueTask<long> Ran(SemaphoreSlim runs, long rows)
    {
        runs.Release();
        return new(rows);
    }

    private static bool Exchange(ref bool place, bool value)
    {
        var before = place;
        place = value;
        return before;
    }
}
