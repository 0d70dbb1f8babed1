namespace Purser.Cli.Demo;

/// <summary>One scripted agent: which model it calls over which wire format, and how often.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="User">Who it works for.</param>
/// <param name="Path">The gateway's path.</param>
/// <param name="Calls">How many calls it makes unless a budget stops it.</param>
/// <param name="Scenario">How the scripted model answers.</param>
/// <param name="Body">The n-th request's body.</param>
internal sealed record DemoAgent(string Name, string User, string Path, int Calls, string Scenario, Func<int, string> Body)
{
    private static readonly string Context = string.Concat(Enumerable.Repeat("The quarterly report says that revenue rose while costs fell. ", 40));

    public static IReadOnlyList<DemoAgent> All { get; } =
    [
        new("researcher", "alice", "/openai/v1/chat/completions", 6, "output=180, reasoning=90, cached=300",
            n => $$"""{"model":"gpt-5-mini","stream":true,"max_completion_tokens":600,"messages":[{"role":"system","content":"{{Context}}"},{"role":"user","content":"Question {{n}}: what changed?"}]}"""),
        new("writer", "bob", "/anthropic/v1/messages", 5, "output=220, cached=400",
            n => $$"""{"model":"claude-sonnet-4-5","stream":true,"max_tokens":500,"system":"{{Context}}","messages":[{"role":"user","content":"Write section {{n}}."}]}"""),
        new("reviewer", "bob", "/gemini/v1beta/models/gemini-2.5-flash:generateContent", 4, "output=90, reasoning=40",
            n => $$"""{"generationConfig":{"maxOutputTokens":400},"contents":[{"role":"user","parts":[{"text":"Review section {{n}}. {{Context}}"}]}]}"""),
        new("intern", "carol", "/openai/v1/chat/completions", 8, "output=150",
            n => $$"""{"model":"gpt-4o","max_tokens":200,"messages":[{"role":"user","content":"Idea {{n}}, please."}]}"""),
    ];
}
