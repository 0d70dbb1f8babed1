namespace Purser.Server.Gateway;

/// <summary>What a route means for the accounts (budgets R12, R13).</summary>
internal enum RouteKind
{
    /// <summary>Costs nothing: passes without a hold.</summary>
    Free,

    /// <summary>A model call that is read, held and metered.</summary>
    Metered,

    /// <summary>May cost something that cannot be bounded: strict budgets refuse it, guarded ones hold flat.</summary>
    Unboundable,
}
