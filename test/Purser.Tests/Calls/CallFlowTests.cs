using Purser.Budgets;
using Purser.Calls;
using Purser.Ledger;
using Purser.Tokens;

namespace Purser.Tests.Calls;

public sealed class CallFlowTests
{
    // gpt-5.4: 2.5 USD a million input tokens, 15 output: 100 in and 10 out cost 0.0004 USD.
    private const long KnownCost = 400_000;

    [Fact]
    public async Task An_unbudgeted_call_is_not_held_and_is_recorded_as_observed()
    {
        await using var flow = await Flow.StartAsync();
        var admission = await flow.Calls.BeginAsync(Flow.Intent(), default);
        var receipt = await flow.Calls.CompleteAsync(admission, Flow.Complete(100, 10), default);

        admission.Hold.Verdict.ShouldBe(HoldVerdict.Unbudgeted);
        admission.OutputLimitToWrite.ShouldBeNull();
        receipt.Event!.Enforced.ShouldBeFalse();
        (await flow.TotalsAsync()).Cost.Value.ShouldBe(KnownCost);
    }

    [Fact]
    public async Task R15_a_known_end_settles_at_actual_and_frees_the_rest()
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("5usd"));
        var admission = await flow.Calls.BeginAsync(Flow.Intent(), default);
        flow.Instance().Held.ShouldBeGreaterThan(KnownCost);
        await flow.Calls.CompleteAsync(admission, Flow.Complete(100, 10), default);

        flow.Instance().Held.ShouldBe(0);
        flow.Instance().Settled.ShouldBe(KnownCost);
        (await flow.TotalsAsync()).Charged.Value.ShouldBe(KnownCost);
    }

    [Fact]
    public async Task R15_an_advisor_counts_in_a_token_budget_although_it_stands_beside_the_vector()
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("100000tokens"));
        var admission = await flow.Calls.BeginAsync(Flow.Intent(), default);
        var reading = Flow.Reading(100, 20);
        var parts = new UsagePart[] { new(null, reading.Usage!.Value), new("gpt-5.4-mini", new TokenUsage { InputUncached = 30, OutputText = 5 }) };
        await flow.Calls.CompleteAsync(admission, new CallOutcome { End = CallEnd.Complete, Reading = reading with { Parts = parts }, HttpStatus = 200 }, default);
        flow.Instance().Settled.ShouldBe(155);
    }

    [Theory]
    [InlineData("""{"model":"gpt-5.4","messages":[]}""", true)]
    [InlineData("""{"model":"gpt-5.4","max_tokens":1000,"messages":[]}""", false)]
    public async Task R7_the_limit_is_written_only_when_enforced_and_absent(string body, bool written)
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("500usd"));
        var admission = await flow.Calls.BeginAsync(Flow.Intent(body), default);
        admission.OutputLimitToWrite.HasValue.ShouldBe(written);
    }

    [Fact]
    public async Task R8_a_limit_that_does_not_fit_is_clamped()
    {
        // Half of 0.02 USD at most in one hold (R11): about 660 tokens at 15 USD a million.
        await using var flow = await Flow.StartAsync(Flow.Budget("0.02usd"));
        var admission = await flow.Calls.BeginAsync(Flow.Intent(), default);

        admission.Hold.Verdict.ShouldBe(HoldVerdict.Admitted);
        admission.Hold.Clamped.ShouldBeTrue();
        admission.OutputLimitToWrite!.Value.ShouldBeInRange(256, 700);
    }

    [Theory]
    [InlineData(CallEnd.NotContacted, null)]
    [InlineData(CallEnd.Rejected, 529)]
    [InlineData(CallEnd.Rejected, 429)]
    public async Task R16_an_end_before_generation_releases_the_hold(CallEnd end, int? status)
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("5usd"));
        var admission = await flow.Calls.BeginAsync(Flow.Intent(), default);
        var receipt = await flow.Calls.CompleteAsync(admission, new CallOutcome { End = end, HttpStatus = status }, default);

        flow.Instance().Held.ShouldBe(0);
        flow.Instance().Settled.ShouldBe(0);
        receipt.Event!.Status.ShouldBe(EventStatus.Error);
        (await flow.TotalsAsync()).Errors.ShouldBe(1);
    }

    [Fact]
    public async Task R17_an_unknown_end_is_charged_the_input_bound_and_what_was_received_below_the_hold()
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("5usd"));
        var admission = await flow.Calls.BeginAsync(Flow.Intent(), default);
        var held = flow.Instance().Held;
        var receipt = await flow.Calls.CompleteAsync(admission, new CallOutcome { End = CallEnd.Unknown, ReceivedOutputBound = 20 }, default);

        var expected = (admission.InputBound!.Value * 2_500) + ((20 + 64) * 15_000);
        flow.Instance().Settled.ShouldBe(expected);
        expected.ShouldBeLessThan(held);
        receipt.Event!.Status.ShouldBe(EventStatus.Unmetered == receipt.Event.Status ? EventStatus.Unmetered : EventStatus.Estimated);
        receipt.Event.Usage.ShouldBeNull();
        receipt.Event.Charged.Value.ShouldBe(expected);
    }

    [Fact]
    public async Task R17_an_unknown_end_with_hidden_output_costs_the_whole_hold()
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("5usd"));
        var admission = await flow.Calls.BeginAsync(Flow.Intent(), default);
        var held = flow.Instance().Held;
        await flow.Calls.CompleteAsync(admission, new CallOutcome { End = CallEnd.Unknown, HiddenOutputPossible = true }, default);
        flow.Instance().Settled.ShouldBe(held);
    }

    [Fact]
    public async Task R17_a_cut_stream_that_stated_its_input_is_charged_that_input()
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("5usd"));
        var admission = await flow.Calls.BeginAsync(Flow.Intent(), default);
        var cut = Flow.Reading(7, 2) with { Status = UsageStatus.Partial, Flags = UsageFlags.StreamTruncated };
        var receipt = await flow.Calls.CompleteAsync(admission, new CallOutcome { End = CallEnd.Unknown, Reading = cut, ReceivedOutputBound = 30 }, default);

        flow.Instance().Settled.ShouldBe((7 * 2_500) + ((30 + 64) * 15_000));
        receipt.Event!.Status.ShouldBe(EventStatus.Estimated);
        receipt.Event.Usage!.Value.Total.ShouldBe(9);
    }

    [Fact]
    public async Task A_complete_answer_without_usage_is_unmetered_and_never_free()
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("5usd"));
        var admission = await flow.Calls.BeginAsync(Flow.Intent(), default);
        var silent = new UsageReading { Status = UsageStatus.Error, Error = UsageError.UsageMissing, Dialect = "openai-chat" };
        var receipt = await flow.Calls.CompleteAsync(admission, new CallOutcome { End = CallEnd.Complete, Reading = silent, ReceivedOutputBound = 12 }, default);

        receipt.Event!.Status.ShouldBe(EventStatus.Unmetered);
        receipt.Event.Cost.ShouldBeNull();
        flow.Instance().Settled.ShouldBeGreaterThan(0);
        (await flow.TotalsAsync()).Unmetered.ShouldBe(1);
    }

    [Fact]
    public async Task R12_an_unpriced_model_is_refused_by_a_strict_budget_and_held_flat_by_a_guarded_one()
    {
        const string body = """{"model":"nobody-knows","max_tokens":10,"messages":[]}""";
        await using var strict = await Flow.StartAsync(Flow.Budget("5usd"));
        var refused = await strict.Calls.BeginAsync(Flow.Intent(body), default);
        await using var guarded = await Flow.StartAsync(Flow.Budget("5usd", BudgetMode.Guarded));
        var admitted = await guarded.Calls.BeginAsync(Flow.Intent(body), default);
        await guarded.Calls.CompleteAsync(admitted, new CallOutcome { End = CallEnd.Complete, Reading = Flow.Reading(5, 5) with { Model = "nobody-knows" } }, default);

        refused.Hold.Refusal!.Reason.ShouldBe("unpriced");
        guarded.Instance().Settled.ShouldBe(50_000_000);
        (await guarded.TotalsAsync()).Unpriced.ShouldBe(1);
    }

    [Fact]
    public async Task R36_completing_twice_alike_is_a_no_op_and_otherwise_a_conflict()
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("5usd"));
        var admission = await flow.Calls.BeginAsync(Flow.Intent(), default);
        await flow.Calls.CompleteAsync(admission, Flow.Complete(100, 10), default);
        var again = await flow.Calls.CompleteAsync(admission, Flow.Complete(100, 10), default);

        again.Repeated.ShouldBeTrue();
        (await flow.TotalsAsync()).Calls.ShouldBe(1);
        await Should.ThrowAsync<SettlementConflictException>(async () => await flow.Calls.CompleteAsync(admission, Flow.Complete(100, 11), default));
    }

    [Fact]
    public async Task A_reservation_is_settled_by_its_id_alone_and_repeats_are_recognised()
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("5usd"));
        var admission = await flow.Calls.BeginAsync(Flow.Stated(100_000_000), default);
        var stated = new CallOutcome { End = CallEnd.Complete, Stated = new Amounts(60_000_000, null, null, null) };
        var first = await flow.Calls.CompleteAsync(admission.RequestId, stated, default);
        var second = await flow.Calls.CompleteAsync(admission.RequestId, stated, default);

        first!.Event!.Charged.Value.ShouldBe(60_000_000);
        first.Event.ProviderCost!.Value.Value.ShouldBe(60_000_000);
        second!.Repeated.ShouldBeTrue();
        flow.Instance().Settled.ShouldBe(60_000_000);
    }

    [Fact]
    public async Task An_unknown_reservation_is_told_apart_from_a_repeat()
    {
        await using var flow = await Flow.StartAsync();
        (await flow.Calls.CompleteAsync(Guid.CreateVersion7(flow.Clock.GetUtcNow()), Flow.Complete(1, 1), default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_stated_hold_is_kept_even_when_no_budget_matches()
    {
        await using var flow = await Flow.StartAsync();
        var admission = await flow.Calls.BeginAsync(Flow.Stated(5), default);
        flow.Budgets.FindHold(admission.RequestId).ShouldNotBeNull();
        (await flow.Calls.CompleteAsync(admission.RequestId, new CallOutcome { End = CallEnd.Complete, Stated = new Amounts(5, null, null, null) }, default)).ShouldNotBeNull();
        (await flow.TotalsAsync()).Charged.Value.ShouldBe(5);
    }

    [Fact]
    public async Task One_strict_budget_of_5_usd_admits_exactly_50_of_1000_concurrent_calls_of_10_cents()
    {
        await using var flow = await Flow.StartAsync(Flow.Budget("5usd"));
        var reached = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (_, stop) =>
        {
            var admission = await flow.Calls.BeginAsync(Flow.Stated(100_000_000), stop);
            if (!admission.Allowed)
                return;
            Interlocked.Increment(ref reached);
            await flow.Calls.CompleteAsync(admission, new CallOutcome { End = CallEnd.Complete, Stated = new Amounts(100_000_000, null, null, null) }, stop);
        });

        reached.ShouldBe(50);
        flow.Instance().Settled.ShouldBe(5_000_000_000);
        flow.Instance().Held.ShouldBe(0);
        (await flow.Store.VerifyAsync(default)).ShouldBeEmpty();
    }
}
