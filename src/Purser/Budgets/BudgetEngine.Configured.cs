using Purser.Ledger;

namespace Purser.Budgets;

public sealed partial class BudgetEngine
{
    private const string Configuration = "configuration";

    /// <summary>
    /// Puts the configured budgets in force, which win over stored ones of their name. The ledger keeps a copy of each, so that a window, zone or <c>each</c> that was
    /// changed in the file starts new counters (budgets R27), and a limit does not.
    /// </summary>
    /// <param name="before">The copies of the last start.</param>
    /// <returns>What differs from them.</returns>
    private List<Redefinition> AddConfiguredNeedsLock(Dictionary<string, BudgetDefinition> before)
    {
        var errors = new List<BudgetError>();
        foreach (var configured in _options.Configured)
            errors.AddRange(BudgetDefinitionValidator.Validate(configured).Select(e => e with { Key = $"{configured.Name}.{e.Key}" }));
        if (errors.Count > 0)
            throw new BudgetInvalidException(errors);
        var changes = new List<Redefinition>();
        foreach (var configured in _options.Configured)
            if (AddConfiguredNeedsLock(Normalized(configured) with { Source = BudgetSource.Config }, before.GetValueOrDefault(configured.Name)) is { } change)
                changes.Add(change);
        _index = new BudgetIndex(_budgets.Values);
        return changes;
    }

    private Redefinition? AddConfiguredNeedsLock(BudgetDefinition configured, BudgetDefinition? copy)
    {
        var name = configured.Name;
        var known = copy ?? _budgets.GetValueOrDefault(name)?.Definition;
        var sameWindow = known is not null && SameWindow(known, configured);
        if (copy is not null && sameWindow && Written(copy).AsSpan().SequenceEqual(Written(configured)))
        {
            _budgets[name] = new BudgetState(configured with { Version = copy.Version, WindowVersion = copy.WindowVersion }, _options.Cap);
            return null;
        }

        var version = NextVersionNeedsLock(BudgetKind, name);
        configured = configured with { Version = version, WindowVersion = sameWindow ? known!.WindowVersion : version };
        _budgets[name] = new BudgetState(configured, _options.Cap);
        return new Redefinition(configured)
        {
            Batch = ChangeBatchNeedsLock(name, ConfiguredKind, version, BudgetJson.Write(configured), "configure", configured.Origin ?? Configuration),
        };
    }

    /// <summary>What a definition says, without what the engine numbers and where it stands.</summary>
    private static byte[] Written(BudgetDefinition budget) => BudgetJson.Write(budget with { Version = 0, WindowVersion = 0, Origin = null });

    private async ValueTask CommitRestoredAsync(Redefinition restored, CancellationToken cancellationToken)
    {
        await CommitAsync(restored.Batch!, cancellationToken).ConfigureAwait(false);
        restored.Alerts.ForEach(ReportThreshold);
    }
}
