using Purser.Dialects;
using Purser.Tokens.Documents;

namespace Purser.Tokens.Mapping;

/// <summary>One run of the mapping rules over one location's counts.</summary>
internal ref struct MappingPass(LocationCounts counts, ResponseFacts facts, bool exclusive, UsageFlags flag)
{
    private readonly long? _total = counts[UsageField.Total];
    private UsageFlags _flags = flag | counts.Flags;
    private long? _input;
    private long? _output;
    private long _cacheReadAudio;
    private bool _rawCounted;

    public MappedUsage Run()
    {
        ReadBases();
        var usage = MapOutput(exclusive ? MapExclusiveInput() : MapInclusiveInput());
        CheckTotal(usage);
        return new MappedUsage(usage, _total, _flags, Extra());
    }

    // Cohere: what is billed, and only where nothing is billed what was counted.
    private void ReadBases()
    {
        _input = counts[UsageField.Input];
        _output = counts[UsageField.Output];
        var beside = counts[UsageField.InputBeside];
        if (_input is null && _output is null && beside is null)
        {
            _input = counts[UsageField.RawInput];
            _output = counts[UsageField.RawOutput];
            _rawCounted = true;
        }

        _input = beside is null ? _input : (_input ?? 0) + beside;
        if (_input is null)
            _flags |= UsageFlags.InputMissing;
        if (_output is null && !counts.Shape.OutputOptional && !facts.Embedding)
            _flags |= UsageFlags.OutputMissing;
    }

    private TokenUsage MapExclusiveInput()
    {
        var (write5m, write1h) = Writes();
        return new TokenUsage
        {
            InputUncached = _input ?? 0,
            CacheRead = counts[UsageField.CacheRead] ?? 0,
            CacheWrite5m = write5m,
            CacheWrite1h = write1h,
        };
    }

    private TokenUsage MapInclusiveInput()
    {
        var left = _input ?? 0;
        var read = Take(counts[UsageField.CacheRead] ?? 0, ref left);
        var (write5m, write1h) = Writes();
        write5m = Take(write5m, ref left);
        write1h = Take(write1h, ref left);
        var audio = counts[UsageField.InputAudio] ?? 0;
        _cacheReadAudio = Take(counts[UsageField.CacheReadAudio] ?? 0, read);
        audio = Take(Math.Max(0, audio - _cacheReadAudio), ref left);
        return new TokenUsage
        {
            InputUncached = left + (counts[UsageField.ToolUsePrompt] ?? 0),
            InputAudio = audio,
            CacheRead = read,
            CacheWrite5m = write5m,
            CacheWrite1h = write1h,
        };
    }

    // The breakdown by lifetime counts; what it leaves of the total goes to the default lifetime.
    private (long Write5m, long Write1h) Writes()
    {
        var total = counts[UsageField.CacheWrite];
        var write5m = counts[UsageField.CacheWrite5m];
        var write1h = counts[UsageField.CacheWrite1h];
        if (write5m is null && write1h is null)
            return (total ?? 0, 0);
        var parts = (write5m ?? 0) + (write1h ?? 0);

        // LangChain leaves its total at 0 beside a breakdown.
        if (total is { } stated && stated != parts && !(stated == 0 && counts.Shape.Input == InputCounting.ByTotal))
            _flags |= UsageFlags.CacheWriteMismatch;
        return ((write5m ?? 0) + Math.Max(0, (total ?? 0) - parts), write1h ?? 0);
    }

    private TokenUsage MapOutput(TokenUsage input)
    {
        var left = _output ?? 0;
        var stated = counts[UsageField.Reasoning] ?? 0;
        var beside = counts.Shape.Reasoning == ReasoningPlacement.Separate;
        if (!beside && stated > 0 && IsReasoningBeside(stated))
        {
            beside = true;
            _flags |= UsageFlags.ReasoningAdditive;
        }

        var reasoning = beside ? stated : Take(stated, ref left);
        var audio = Take(counts[UsageField.OutputAudio] ?? 0, ref left);
        return input with { OutputText = left, OutputAudio = audio, OutputReasoning = reasoning };
    }

    // The additive test of providers 2; Anthropic and Bedrock always count thinking inside.
    private readonly bool IsReasoningBeside(long reasoning)
    {
        if (exclusive)
            return false;
        var bases = (_input ?? 0) + (_output ?? 0);
        return counts.Shape.Reasoning switch
        {
            ReasoningPlacement.OutsideTotal => true,
            _ when _total == bases + reasoning => true,
            _ when _total == bases => false,
            var placement => placement == ReasoningPlacement.Outside,
        };
    }

    private void CheckTotal(TokenUsage usage)
    {
        var outsideTotal = counts.Shape.Reasoning == ReasoningPlacement.OutsideTotal && _total == usage.Total - usage.OutputReasoning;
        if (_total is { } total && total != usage.Total && !outsideTotal)
            _flags |= UsageFlags.TotalMismatch;
    }

    private long Take(long part, ref long left)
    {
        var taken = Take(part, left);
        left -= taken;
        return taken;
    }

    private long Take(long part, long whole)
    {
        if (part <= whole)
            return part;
        _flags |= UsageFlags.SubsetClamped;
        return whole;
    }

    private readonly UsageExtra Extra()
    {
        var extra = new UsageExtra
        {
            ProviderCostUsd = facts.CostUsd,
            WebSearchRequests = Positive(UsageField.WebSearches),
            WebFetchRequests = Positive(UsageField.WebFetches),
            CitationTokens = Positive(UsageField.Citations),
            NumSearchQueries = Positive(UsageField.SearchQueries),
            NumSourcesUsed = Positive(UsageField.Sources),
            CacheReadAudio = _cacheReadAudio > 0 ? _cacheReadAudio : null,
            ToolUsePrompt = Positive(UsageField.ToolUsePrompt),
            RawInputTokens = _rawCounted ? null : counts[UsageField.RawInput],
            RawOutputTokens = _rawCounted ? null : counts[UsageField.RawOutput],
            ServiceTier = Unusual(facts.ServiceTier, "default", "standard", "auto"),
            InferenceGeo = Unusual(facts.InferenceGeo, "not_available", "global"),
            Speed = Unusual(facts.Speed, "standard"),
        };
        return extra == UsageExtra.None ? UsageExtra.None : extra;
    }

    // Facts that move no price say nothing: the usual tier and an unused tool are left out.
    private readonly long? Positive(UsageField field) => counts[field] is > 0 and var count ? count : null;

    private static string? Unusual(string? value, params ReadOnlySpan<string> usual) =>
        value is null || usual.Contains(value) ? null : value;
}
