namespace Purser.Dialects;

/// <summary>Local agent logs that are read line by line (providers 1.7).</summary>
public enum TranscriptFormat
{
    /// <summary>Not a transcript.</summary>
    None,

    /// <summary>Claude Code: one response in several lines.</summary>
    ClaudeCode,

    /// <summary>Codex CLI: a cumulative counter.</summary>
    Codex,
}
