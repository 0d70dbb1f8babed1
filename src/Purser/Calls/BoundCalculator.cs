using Purser.Budgets;
using Purser.Dialects;
using Purser.Pricing;

namespace Purser.Calls;

/// <summary>Computes the worst case of a call from what its body says and what its model costs (budgets R5–R8). Thread-safe.</summary>
/// <param name="options">Knobs.</param>
/// <param name="trust">What is known about bounds; shared with whoever reports overruns.</param>
public sealed class BoundCalculator(BoundOptions options, BoundTrustTable trust)
{
    private const long UnknownDefault = 4096;
    private const long SmallDefault = 16;

    /// <summary>What is known about bounds.</summary>
    public BoundTrustTable Trust { get; } = trust;

    /// <summary>Tokens reported earlier, by conversation; null when switched off.</summary>
    public PrefixMemo? Memo { get; } = options.PrefixMemo ? new PrefixMemo(options.PrefixMemoCapacity) : null;

    /// <summary>The bound of one call.</summary>
    /// <param name="facts">What the body says.</param>
    /// <param name="dialect">The dialect that it is made in; null or without a request format: the bound is advisory.</param>
    /// <param name="provider">The provider's spelling, or an upstream's name.</param>
    /// <param name="model">The model asked for.</param>
    /// <param name="prices">The prices in force.</param>
    /// <param name="at">The instant of the request, UTC.</param>
    /// <param name="prefix">The body's prefixes, to use and later teach the memo; null: the bytes alone.</param>
    public CallBound Bound(RequestFacts facts, Dialect? dialect, string provider, string model, PriceBook prices, DateTimeOffset at, PrefixChain? prefix = null)
    {
        var row = prices.Find(provider, model, at);
        var format = dialect?.Request;
        var (input, memoised) = Input(facts, provider, row, prefix);
        var seed = Trust.Of(dialect?.Name, format, row?.Provider ?? provider, row?.Model ?? model, Thinks(facts, model), prices.IsUserPriced(provider, model, at));
        var output = Output(facts, format, row);
        return new CallBound
        {
            InputBound = input,
            OutputBound = output,
            MinFitOutput = Math.Min(output, checked(facts.ThinkingBudget + options.MinFitOutput)),
            MayFit = format is { HasOutput: true, LimitFieldToWrite.Length: > 0 },
            LimitAbsent = facts.OutputLimit is null,
            Trust = (memoised || facts.ServerToolUses > 0) && seed == BoundTrust.Hard ? BoundTrust.Observed : seed,
            Unboundable = facts.Unboundable,
            PriceId = row?.Id,
            AtOutputBound = AtOutput(facts, provider, model, prices, at, input, format?.HasOutput != false),
        };
    }

    private (long Tokens, bool Memoised) Input(RequestFacts facts, string provider, PriceRow? row, PrefixChain? prefix)
    {
        var text = BoundInput.Text(Math.Max(0, facts.BodyBytes - facts.BinaryBytes), facts, row?.Provider ?? provider);
        var bytes = checked(text + BoundInput.Media(facts, provider, row));
        // Media inside a prefix would be counted by bytes; only text conversations are worth remembering.
        if (Memo is null || prefix is null || facts.MediaItems > 0 || facts.ServerToolUses > 0 || Memo.Find(prefix) is not { } known)
            return (bytes, false);
        var tokens = BoundInput.Text(known.SuffixBytes, facts, row?.Provider ?? provider) + known.Tokens;
        return tokens < bytes ? (tokens, true) : (bytes, false);
    }

    private static long Output(RequestFacts facts, RequestFormat? format, PriceRow? row)
    {
        if (format?.HasOutput == false)
            return 0;
        var asked = facts.OutputLimit ?? Default(facts, format, row);
        return row?.MaxOutput is > 0 and var most ? Math.Min(asked, most) : asked;
    }

    private static long Default(RequestFacts facts, RequestFormat? format, PriceRow? row)
    {
        // Services whose default is small whatever the model say so; the others' default is the model's maximum.
        var standard = format?.DefaultOutputLimit ?? UnknownDefault;
        var most = row?.MaxOutput is > 0 and var known && standard > SmallDefault ? known : standard;
        return Math.Max(most, facts.ThinkingBudget);
    }

    private static bool Thinks(RequestFacts facts, string model) =>
        facts.ThinkingBudget > 0 || !BoundTrustTable.Family(model).StartsWith("gemini-2.0", StringComparison.Ordinal);

    private static Func<long, Amounts> AtOutput(
        RequestFacts facts, string provider, string model, PriceBook prices, DateTimeOffset at, long input, bool hasOutput) => limit =>
    {
        // Beyond this no product of tokens and rates is a bound any more; it saturates rather than wraps.
        var output = hasOutput ? (long)Int128.Min(long.MaxValue / 4, (Int128)limit * facts.Choices) : 0;
        var cost = prices.Bound(new BoundRequest
        {
            Provider = provider,
            Model = model,
            At = at,
            InputTokens = input,
            OutputTokens = output,
            WritesCache = facts.WritesCache,
            Audio = facts.Audio,
            ServiceTier = facts.ServiceTier,
            ServerToolUses = facts.ServerToolUses,
            InferenceGeo = facts.InferenceGeo,
            Speed = facts.Speed,
        });
        return new Amounts(cost.Cost?.Value, input, output, checked(input + output));
    };
}
