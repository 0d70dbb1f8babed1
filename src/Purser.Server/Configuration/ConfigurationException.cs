namespace Purser.Server.Configuration;

/// <summary>The configuration cannot be used; says everything that is wrong at once.</summary>
public sealed class ConfigurationException(IReadOnlyList<ConfigurationError> errors)
    : Exception(string.Join(Environment.NewLine, errors.Select(static e => e.ToString())))
{
    /// <summary>Every error, in the order of the sources.</summary>
    public IReadOnlyList<ConfigurationError> Errors { get; } = errors;
}
