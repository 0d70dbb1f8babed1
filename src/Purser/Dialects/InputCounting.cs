namespace Purser.Dialects;

/// <summary>Whether a shape's base input count contains the cache counts (providers 1).</summary>
public enum InputCounting
{
    /// <summary>Cache and audio counts are subsets of the input count.</summary>
    Inclusive,

    /// <summary>Cache counts stand beside the input count.</summary>
    Exclusive,

    /// <summary>Inclusive, unless the stated total proves that cache counts stand beside (frameworks that pass through either).</summary>
    ByTotal,
}
