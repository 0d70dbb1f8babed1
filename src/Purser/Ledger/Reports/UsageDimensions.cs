namespace Purser.Ledger.Reports;

/// <summary>The names that roll-ups are kept by, beside session and tags: low in number, so that a combination is interned once.</summary>
internal readonly record struct UsageDimensions(
    string Tenant,
    string? Provider,
    string? Model,
    string? User,
    string? Agent,
    string? Component,
    string? Team,
    string? Key,
    UsageSource Source,
    EventStatus Status)
{
    public static UsageDimensions Of(UsageEvent e)
    {
        var a = e.Attributes;
        return new(a.Tenant, a.Provider, a.Model, a.User, a.Agent, a.Component, a.Team, a.KeyId, e.Source, e.Status);
    }
}
