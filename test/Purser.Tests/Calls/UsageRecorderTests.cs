using Purser.Calls;
using Purser.Ledger;
using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Tests.Calls;

public sealed class UsageRecorderTests
{
    [Fact]
    public async Task R37_a_report_is_priced_and_observed_by_the_budgets_that_match()
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("5usd"));
        var outcome = (await flow.Recorder.RecordAsync(Report(flow, UsageSource.Library), null, default)).Outcome;

        outcome.ShouldBe(RecordOutcome.Recorded);
        (await flow.TotalsAsync()).Cost.Value.ShouldBe(400_000);
        (await flow.Store.BalancesAsync("b", default)).ShouldHaveSingleItem().Value.Observed.ShouldBe(400_000);
    }

    [Fact]
    public async Task R37_a_higher_source_reverses_the_lower_one_and_counts_once()
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("5usd"));
        await flow.Recorder.RecordAsync(Report(flow, UsageSource.Import), null, default);
        var outcome = (await flow.Recorder.RecordAsync(Report(flow, UsageSource.Library), null, default)).Outcome;

        outcome.ShouldBe(RecordOutcome.Replaced);
        var totals = await flow.TotalsAsync();
        (totals.Calls, totals.Cost.Value).ShouldBe((1, 400_000));
        (await flow.Store.BalancesAsync("b", default)).Sum(b => b.Value.Observed).ShouldBe(400_000);
    }

    [Fact]
    public async Task R37_a_lower_source_joins_and_changes_nothing()
    {
        await using var flow = await Flow.StartAsync();
        await flow.Recorder.RecordAsync(Report(flow, UsageSource.Gateway), null, default);
        var outcome = (await flow.Recorder.RecordAsync(Report(flow, UsageSource.Otlp), null, default)).Outcome;

        outcome.ShouldBe(RecordOutcome.Joined);
        (await flow.TotalsAsync()).Calls.ShouldBe(1);
    }

    [Fact]
    public async Task R37_two_attempts_of_the_same_source_with_a_constant_response_id_stay_two()
    {
        await using var flow = await Flow.StartAsync();
        await flow.Recorder.RecordAsync(Report(flow, UsageSource.Library), null, default);
        await flow.Recorder.RecordAsync(Report(flow, UsageSource.Library), null, default);
        (await flow.TotalsAsync()).Calls.ShouldBe(2);
    }

    [Fact]
    public async Task R37_an_import_read_twice_counts_once_at_any_age()
    {
        await using var flow = await Flow.StartAsync();
        var old = Report(flow, UsageSource.Import) with { AdmittedAt = flow.Clock.GetUtcNow().AddDays(-400) };
        await flow.Recorder.RecordAsync(old, null, default);
        (await flow.Recorder.RecordAsync(old with { Id = NewId(flow), RequestId = NewId(flow) }, null, default)).Outcome.ShouldBe(RecordOutcome.Joined);
        (await flow.TotalsAsync()).Calls.ShouldBe(1);
    }

    [Fact]
    public async Task R37_a_report_from_more_than_five_minutes_ahead_is_rejected()
    {
        await using var flow = await Flow.StartAsync();
        var ahead = Report(flow, UsageSource.Otlp) with { AdmittedAt = flow.Clock.GetUtcNow().AddMinutes(6) };
        (await flow.Recorder.RecordAsync(ahead, null, default)).Outcome.ShouldBe(RecordOutcome.TooFarAhead);
        (await flow.TotalsAsync()).Calls.ShouldBe(0);
    }

    [Fact]
    public async Task R35_an_idempotency_key_is_recorded_once_and_refuses_other_content()
    {
        await using var flow = await Flow.StartAsync();
        var report = Report(flow, UsageSource.Library);
        (await flow.Recorder.RecordAsync(report, "k", default)).Outcome.ShouldBe(RecordOutcome.Recorded);
        (await flow.Recorder.RecordAsync(report, "k", default)).Outcome.ShouldBe(RecordOutcome.Repeated);
        var other = report with { Usage = new TokenUsage { InputUncached = 1 } };
        (await flow.Recorder.RecordAsync(other, "k", default)).Outcome.ShouldBe(RecordOutcome.KeyReused);
        (await flow.TotalsAsync()).Calls.ShouldBe(1);
    }

    [Fact]
    public async Task An_unpriced_report_with_the_providers_cost_is_charged_that()
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("5usd"));
        var report = Report(flow, UsageSource.Library);
        var unknown = report with { Attributes = report.Attributes with { Model = "nobody-knows" }, ProviderCost = new NanoUsd(77) };
        await flow.Recorder.RecordAsync(unknown, null, default);

        var totals = await flow.TotalsAsync();
        (totals.Cost.Value, totals.Charged.Value, totals.Unpriced).ShouldBe((0, 77, 1));
    }

    [Fact]
    public async Task R37_the_reversal_and_its_replacement_are_one_transaction_and_undo_what_was_counted()
    {
        await using var flow = await Flow.StartAsync();
        await flow.Recorder.RecordAsync(Report(flow, UsageSource.Import), null, default);
        await flow.Budgets.DefineAsync(Flow.Budget("5usd"), "test");
        var better = Report(flow, UsageSource.Library) with { Usage = new TokenUsage { InputUncached = 200, OutputText = 10 } };
        await flow.Recorder.RecordAsync(better, null, default);

        (await flow.Store.RecentEventsAsync(10, default)).Select(e => e.Sign).ShouldBe([1, -1, 1]);
        var counted = (await flow.Store.BalancesAsync("b", default)).Sum(b => b.Value.Observed);
        counted.ShouldBe((await flow.TotalsAsync()).Charged.Value, "the budget was defined after the first record, so nothing of it is taken back there");
        (await flow.Store.VerifyAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task R37_without_a_response_id_records_join_on_trace_and_span()
    {
        await using var flow = await Flow.StartAsync();
        UsageEvent Spanned(UsageSource source, string span) => Report(flow, source) with { ResponseId = null, TraceId = "t", SpanId = span };
        await flow.Recorder.RecordAsync(Spanned(UsageSource.Gateway, "a"), null, default);

        (await flow.Recorder.RecordAsync(Spanned(UsageSource.Otlp, "a"), null, default)).Outcome.ShouldBe(RecordOutcome.Joined);
        (await flow.Recorder.RecordAsync(Spanned(UsageSource.Otlp, "b"), null, default)).Outcome.ShouldBe(RecordOutcome.Recorded);
        (await flow.Recorder.RecordAsync(Spanned(UsageSource.Library, "b"), null, default)).Outcome.ShouldBe(RecordOutcome.Replaced);

        (await flow.TotalsAsync()).Calls.ShouldBe(2);
    }

    [Fact]
    public async Task R37_joins_are_one_to_one_and_prefer_equal_tokens()
    {
        await using var flow = await Flow.StartAsync();
        var small = new TokenUsage { InputUncached = 1, OutputText = 1 };
        await flow.Recorder.RecordAsync(Report(flow, UsageSource.Gateway) with { Usage = small }, null, default);
        await flow.Recorder.RecordAsync(Report(flow, UsageSource.Gateway), null, default);
        var (first, second, third) = (Report(flow, UsageSource.Otlp), Report(flow, UsageSource.Otlp) with { Usage = small }, Report(flow, UsageSource.Otlp));

        (await flow.Recorder.RecordAsync(first, "1", default)).Outcome.ShouldBe(RecordOutcome.Joined);
        (await flow.Recorder.RecordAsync(first, "1", default)).Outcome.ShouldBe(RecordOutcome.Joined, "the same report again");
        (await flow.Recorder.RecordAsync(second, "2", default)).Outcome.ShouldBe(RecordOutcome.Joined);
        (await flow.Recorder.RecordAsync(third, "3", default)).Outcome.ShouldBe(RecordOutcome.Recorded, "both are taken");

        (await flow.TotalsAsync()).Calls.ShouldBe(3);
    }

    [Theory]
    [InlineData("5usd")]
    [InlineData(null)]
    public async Task R37_a_call_that_completes_after_a_lower_report_of_it_takes_that_back(string? limit)
    {
        await using var flow = await Flow.StartAsync(limit is null ? [] : [Flow.Budget(limit)]);
        var admission = await flow.Calls.BeginAsync(Flow.Intent(), default);
        await flow.Recorder.RecordAsync(Report(flow, UsageSource.Otlp) with { ResponseId = "r1" }, null, default);

        await flow.Calls.CompleteAsync(admission, Flow.Complete(100, 10), default);

        var totals = await flow.TotalsAsync();
        (totals.Calls, totals.Usage.Total).ShouldBe((1, 110));
        if (limit is not null)
            flow.Instance().Settled.ShouldBe(totals.Charged.Value);
        (await flow.Store.VerifyAsync(default)).ShouldBeEmpty();
    }

    private static Guid NewId(Flow flow) => Guid.CreateVersion7(flow.Clock.GetUtcNow());

    private static UsageEvent Report(Flow flow, UsageSource source) => new()
    {
        Id = NewId(flow),
        RequestId = NewId(flow),
        AdmittedAt = flow.Clock.GetUtcNow(),
        CompletedAt = flow.Clock.GetUtcNow(),
        Attributes = new CallAttributes { Provider = "openai", Model = "gpt-5.4", User = "alice" },
        Status = EventStatus.Ok,
        Usage = new TokenUsage { InputUncached = 100, OutputText = 10 },
        Source = source,
        ResponseId = "resp_1",
    };
}
