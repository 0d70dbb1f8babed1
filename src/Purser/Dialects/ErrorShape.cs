namespace Purser.Dialects;

/// <summary>How a provider shapes its errors; a refusal is written in the caller's own (budgets R10).</summary>
public enum ErrorShape
{
    /// <summary><c>{"error":{"message","type","param","code"}}</c></summary>
    OpenAi,

    /// <summary><c>{"type":"error","error":{"type","message"}}</c></summary>
    Anthropic,

    /// <summary><c>{"error":{"code","message","status","details"}}</c></summary>
    Google,
}
