using System.Collections.Concurrent;

namespace Purser.Pricing;

/// <summary>
/// Remembers how pairs resolved. Two generations of 2,048: a full young one becomes the old one and the old one is dropped, so that
/// rotating model names cannot grow memory (bound 4,096) and names in use survive. Thread-safe; a lost race costs one more resolution.
/// </summary>
internal sealed class MatchCache
{
    private const int GenerationSize = 2048;
    private volatile Generations state = new([], []);

    public int Count => state.Young.Count + state.Old.Count;

    public PriceMatch GetOrAdd(string provider, string model, ModelResolver resolver)
    {
        var current = state;
        var key = (provider, model);
        if (current.Young.TryGetValue(key, out var match))
            return match;
        if (!current.Old.TryGetValue(key, out match))
            match = resolver.Resolve(provider, model);
        if (current.Young.Count >= GenerationSize)
            state = current = new Generations([], current.Young);
        current.Young[key] = match;
        return match;
    }

    private sealed record Generations(
        ConcurrentDictionary<(string, string), PriceMatch> Young, ConcurrentDictionary<(string, string), PriceMatch> Old);
}
