using Purser.Budgets;
using Purser.Calls;
using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Server.Api;

/// <summary>Reads what a host says that its call cost.</summary>
internal static class SettleOutcome
{
    /// <summary>The dialect of usage that was reported by hand.</summary>
    private const string ReportedDialect = "reported";

    /// <exception cref="ApiProblemException">400 with every error.</exception>
    public static CallOutcome Of(SettleBody body)
    {
        var errors = new List<ApiError>();
        if (body is { CostUsd: null, Usage: null })
            errors.Add(new("cost_usd", "State cost_usd, or usage and its model.", "REQUIRED"));
        if (body.CostUsd is < 0 or > 1_000_000_000)
            errors.Add(new("cost_usd", "Must be from 0 to 1000000000.", "RANGE_ERROR"));
        if (body.Attempt is < 1 or > 1000)
            errors.Add(new("attempt", "Must be from 1 to 1000.", "RANGE_ERROR"));
        var usage = body.Usage is { } stated ? Usage(stated, errors) : (TokenUsage?)null;
        if (errors.Count > 0)
            throw new ApiProblemException(ApiProblem.Validation("The settlement is not valid.", [.. errors]));
        return new CallOutcome
        {
            End = CallEnd.Complete,
            Reading = usage is { } vector ? Reading(vector, body) : null,
            Stated = body.CostUsd is { } usd ? new Amounts(NanoUsd.FromUsd(usd).Value, usage?.InputTotal, usage?.OutputTotal, usage?.Total) : null,
            Attempt = body.Attempt ?? 1,
            MoreAttempts = body.MoreAttempts,
        };
    }

    private static UsageReading Reading(TokenUsage usage, SettleBody body) =>
        new() { Status = UsageStatus.Ok, Dialect = ReportedDialect, Model = body.Model, Usage = usage, ResponseId = body.ResponseId };

    internal static TokenUsage Usage(UsageBody body, List<ApiError> errors)
    {
        const long most = 1L << 50;
        long[] leaves = [body.InputUncached, body.InputAudio, body.CacheRead, body.CacheWrite5m, body.CacheWrite1h, body.OutputText, body.OutputAudio, body.OutputReasoning];
        if (leaves.Any(leaf => leaf is < 0 or > most))
        {
            errors.Add(new("usage", $"Every count must be from 0 to {most}.", "RANGE_ERROR"));
            return default;
        }

        if (body.Total is { } total && total != leaves.Sum())
            errors.Add(new("usage.total", $"The leaves add up to {leaves.Sum()}.", "CONFLICT"));
        return new TokenUsage
        {
            InputUncached = body.InputUncached,
            InputAudio = body.InputAudio,
            CacheRead = body.CacheRead,
            CacheWrite5m = body.CacheWrite5m,
            CacheWrite1h = body.CacheWrite1h,
            OutputText = body.OutputText,
            OutputAudio = body.OutputAudio,
            OutputReasoning = body.OutputReasoning,
        };
    }
}
