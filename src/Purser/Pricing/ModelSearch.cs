namespace Purser.Pricing;

/// <summary>Where the reading of one model id stands.</summary>
/// <param name="Provider">The provider that the id is looked up under.</param>
/// <param name="Pinned">Whether prefixes must not change the provider.</param>
/// <param name="Router">Whether OpenRouter carries the call, so that its variants apply.</param>
/// <param name="Id">What is left of the id, lower-case.</param>
internal sealed record ModelSearch(string Provider, bool Pinned, bool Router, string Id);
