namespace Purser.Cli.Demo.Scripted;

/// <summary>The words of one answer and what they cost in tokens; a pure function of the request.</summary>
internal sealed class ScriptedAnswer
{
    private static readonly string[] Vocabulary =
        ["the", "ledger", "keeps", "every", "token", "that", "an", "agent", "spends", "and", "a", "budget", "holds", "before", "it", "settles", "naïve", "“quoted”", "日本", "✓"];

    private ScriptedAnswer(ScriptedRequest request, int input, int reasoning, IReadOnlyList<string> words)
    {
        InputTokens = input;
        CachedTokens = Math.Min(request.Scenario.Cached, input);
        ReasoningTokens = reasoning;
        Words = words;
        Id = Hash(request.Prompt).ToString("x16");
    }

    /// <summary>The same request has the same id.</summary>
    public string Id { get; }

    /// <summary>One word is one output token and, in a stream, one event.</summary>
    public IReadOnlyList<string> Words { get; }

    public int InputTokens { get; }

    public int CachedTokens { get; }

    public int ReasoningTokens { get; }

    public int TextTokens => Words.Count;

    public int OutputTokens => TextTokens + ReasoningTokens;

    public string Text => string.Concat(Words);

    public static ScriptedAnswer To(ScriptedRequest request)
    {
        var room = Math.Min(request.Limit ?? int.MaxValue, request.Scenario.Output + request.Scenario.Reasoning);
        var reasoning = Math.Min(request.Scenario.Reasoning, Math.Max(0, room - 1));
        var start = (int)(Hash(request.Prompt) % (ulong)Vocabulary.Length);
        var words = Enumerable.Range(start, Math.Max(0, room - reasoning)).Select(i => Vocabulary[i % Vocabulary.Length] + " ").ToArray();
        if (request.Scenario.Big > 0 && words.Length > 0)
            words[0] = new string('x', request.Scenario.Big) + " ";
        return new ScriptedAnswer(request, request.InputTokens, reasoning, words);
    }

    // FNV-1a: stable across processes, which string hash codes are not.
    private static ulong Hash(byte[] prompt) => prompt.Aggregate(14695981039346656037UL, (hash, b) => unchecked((hash ^ b) * 1099511628211UL));
}
