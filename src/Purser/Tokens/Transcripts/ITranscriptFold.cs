using Purser.Tokens.Documents;

namespace Purser.Tokens.Transcripts;

/// <summary>Folds the lines of one log format into distinct requests. Not thread-safe.</summary>
internal interface ITranscriptFold
{
    IReadOnlyList<TranscriptRequest> Requests { get; }

    void BeginFile();

    void Add(UsageDocument line, ResponseFacts facts);
}
