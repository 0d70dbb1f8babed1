namespace Purser.Tokens;

/// <summary>The wire names of <see cref="UsageExtra"/>.</summary>
internal static class UsageExtraNames
{
    public static IEnumerable<(string Name, long Count)> Counts(UsageExtra extra) =>
        new (string Name, long? Count)[]
        {
            ("web_search_requests", extra.WebSearchRequests), ("web_fetch_requests", extra.WebFetchRequests),
            ("citation_tokens", extra.CitationTokens), ("num_search_queries", extra.NumSearchQueries),
            ("num_sources_used", extra.NumSourcesUsed), ("cache_read_audio", extra.CacheReadAudio),
            ("tool_use_prompt", extra.ToolUsePrompt), ("raw_input_tokens", extra.RawInputTokens),
            ("raw_output_tokens", extra.RawOutputTokens), ("requests", extra.Requests),
        }.Where(c => c.Count is not null).Select(c => (c.Name, c.Count!.Value));

    public static IEnumerable<(string Name, string Text)> Texts(UsageExtra extra) =>
        new (string Name, string? Text)[]
        {
            ("service_tier", extra.ServiceTier), ("inference_geo", extra.InferenceGeo), ("speed", extra.Speed),
        }.Where(t => t.Text is not null).Select(t => (t.Name, t.Text!));
}
