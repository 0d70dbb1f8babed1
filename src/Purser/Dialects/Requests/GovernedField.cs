namespace Purser.Dialects.Requests;

/// <summary>A member that the gate reads, so that no second reading of it may exist (budgets R13).</summary>
/// <param name="Path">Dotted path as the provider spells it.</param>
/// <param name="Kind">Its meaning.</param>
internal sealed record GovernedField(string Path, GovernedKind Kind)
{
    /// <summary>The last step of the path.</summary>
    public string Name { get; } = Path[(Path.LastIndexOf('.') + 1)..];

    /// <summary>The name in snake_case, which protobuf JSON takes as well.</summary>
    public string SnakeName => string.Concat(Name.Select(c => char.IsAsciiLetterUpper(c) ? $"_{char.ToLowerInvariant(c)}" : c.ToString()));
}
