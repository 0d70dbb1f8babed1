using Purser.Budgets;
using Purser.Calls;

namespace Purser.Server.Api;

/// <summary>A refusal by a budget as a problem (budgets R10).</summary>
internal static class RefusalProblem
{
    public static ApiProblem Of(CallAdmission admission, DateTimeOffset now)
    {
        var refusal = admission.Hold.Refusal!;
        return new ApiProblem
        {
            Status = 429,
            Type = "budget-exceeded",
            Code = "budget_exceeded",
            Title = $"Budget '{refusal.BudgetId}' is exceeded",
            Detail = refusal.Remedy,
            RetryAfterSeconds = refusal.ResetsAt is { } resets ? Math.Max(1, (long)Math.Ceiling((resets - now).TotalSeconds)) : null,
            Extensions = json =>
            {
                json.WriteString("id", admission.RequestId);
                BudgetRefusalJson.WriteMembers(json, refusal);
            },
        };
    }
}
