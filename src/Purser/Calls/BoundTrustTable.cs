using System.Collections.Concurrent;
using Purser.Dialects;

namespace Purser.Calls;

/// <summary>
/// How far a requested maximum can be trusted for each (dialect, model family), seeded as budgets R7b says and widened by overruns (R19).
/// Thread-safe. At most 4,096 families are remembered; beyond that the whole dialect is widened, which errs on the strict side.
/// </summary>
public sealed class BoundTrustTable
{
    private const int MaxFamilies = 4096;
    private const string EveryFamily = "*";
    private readonly ConcurrentDictionary<(string Dialect, string Family), BoundTrust> widened = new();

    /// <summary>The trust in force: the seed or what overruns made of it, whichever is less trusting.</summary>
    /// <param name="dialect">The dialect's name; null: unknown.</param>
    /// <param name="format">The request format; null: unknown, so there is no bound.</param>
    /// <param name="provider">The provider's spelling.</param>
    /// <param name="model">The model asked for.</param>
    /// <param name="thinks">Whether the model may reason in this call.</param>
    /// <param name="userPriced">Whether the user has priced the model, and with that vouched for it.</param>
    public BoundTrust Of(string? dialect, RequestFormat? format, string provider, string model, bool thinks, bool userPriced)
    {
        var seed = Seed(format, provider, model, thinks, userPriced);
        var name = dialect ?? "";
        var learned = Max(Learned((name, Family(model))), Learned((name, EveryFamily)));
        return Max(seed, learned);
    }

    /// <summary>An overrun was seen: one step less trust, from hard to observed to advisory.</summary>
    /// <param name="dialect">The dialect's name; null: unknown.</param>
    /// <param name="model">The model that overran.</param>
    /// <param name="held">The trust that the overrun hold was made at.</param>
    public void Widen(string? dialect, string model, BoundTrust held)
    {
        var next = held == BoundTrust.Hard ? BoundTrust.Observed : BoundTrust.Advisory;
        var key = (dialect ?? "", Family(model));
        if (widened.Count >= MaxFamilies && !widened.ContainsKey(key))
            key = (dialect ?? "", EveryFamily);
        // Many calls of one burst overrun at the same trust: together they are one step.
        widened.AddOrUpdate(key, static (_, to) => to, static (_, present, to) => Max(present, to), next);
    }

    /// <summary>The family of a model id: what stands before its date, without case.</summary>
    public static string Family(string model)
    {
        var id = model.Trim().ToLowerInvariant();
        var slash = id.LastIndexOf('/');
        var bare = slash >= 0 ? id[(slash + 1)..] : id;
        bare = Pricing.ModelId.WithoutDate(bare) ?? bare;
        return bare.Length <= 64 ? bare : bare[..64];
    }

    private static BoundTrust Seed(RequestFormat? format, string provider, string model, bool thinks, bool userPriced)
    {
        if (format is null)
            return BoundTrust.Advisory;
        if (userPriced)
            return BoundTrust.Hard;
        var reasons = provider switch
        {
            "google" => thinks,
            "xai" => !Family(model).Contains("non-reasoning", StringComparison.Ordinal),
            "perplexity" => Family(model).Contains("reasoning", StringComparison.Ordinal) || Family(model).Contains("research", StringComparison.Ordinal),
            _ => false,
        };
        return reasons ? Max(BoundTrust.Observed, format.Trust) : format.Trust;
    }

    private BoundTrust Learned((string, string) key) => widened.GetValueOrDefault(key, BoundTrust.Hard);

    private static BoundTrust Max(BoundTrust left, BoundTrust right) => left > right ? left : right;
}
