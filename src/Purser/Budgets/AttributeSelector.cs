using Purser.Ledger;

namespace Purser.Budgets;

/// <summary>One attribute of a call, its name parsed once.</summary>
internal readonly record struct AttributeSelector(AttributeNames Kind, string? Tag)
{
    public static AttributeSelector Parse(string name) => name switch
    {
        "tenant" => new(AttributeNames.Tenant, null),
        "team" => new(AttributeNames.Team, null),
        "user" => new(AttributeNames.User, null),
        "key" => new(AttributeNames.Key, null),
        "agent" => new(AttributeNames.Agent, null),
        "session" => new(AttributeNames.Session, null),
        "component" => new(AttributeNames.Component, null),
        "provider" => new(AttributeNames.Provider, null),
        "model" => new(AttributeNames.Model, null),
        _ => new(AttributeNames.Tags, name["tag:".Length..]),
    };

    public string? Of(CallAttributes attributes) => Kind switch
    {
        AttributeNames.Tenant => attributes.Tenant,
        AttributeNames.Team => attributes.Team,
        AttributeNames.User => attributes.User,
        AttributeNames.Key => attributes.KeyId,
        AttributeNames.Agent => attributes.Agent,
        AttributeNames.Session => attributes.Session,
        AttributeNames.Component => attributes.Component,
        AttributeNames.Provider => attributes.Provider,
        AttributeNames.Model => attributes.Model,
        _ => attributes.Tags.GetValueOrDefault(Tag!),
    };

    public bool SetByClient(CallAttributes attributes) => (attributes.SetByClient & Kind) != AttributeNames.None;
}
