namespace Purser.Tokens.Streams;

/// <summary>Cuts the bytes of one transport into events, whatever the split. Not thread-safe.</summary>
internal interface IStreamFramer
{
    /// <summary>Whether the framing itself says that the stream is whole.</summary>
    bool IsWhole { get; }

    void Feed(ReadOnlySpan<byte> bytes);

    /// <summary>The stream is over: reads what a missing last line end held back.</summary>
    void End();
}
