using System.Text.Json;

namespace Purser.Dialects.Requests;

/// <summary>An object that carries content inline: its data, its type, its media type, in any order.</summary>
internal ref struct InlineContent
{
    private ReadOnlySpan<byte> mediaType;
    private int bytes;
    private bool isText;
    private bool isOther;

    /// <summary>Takes the member that the reader stands on if it is one of these.</summary>
    public bool Take(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("data"u8))
        {
            reader.Read();
            bytes += reader.TokenType == JsonTokenType.String ? reader.ValueSpan.Length : 0;
        }
        else if (reader.ValueTextEquals("media_type"u8) || reader.ValueTextEquals("mimeType"u8) || reader.ValueTextEquals("mime_type"u8))
        {
            reader.Read();
            mediaType = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
        }
        else if (reader.ValueTextEquals("type"u8))
        {
            reader.Read();
            var text = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("text"u8);
            isText |= text;
            isOther |= !text;
        }
        else
        {
            return false;
        }
        reader.Skip();
        return true;
    }

    /// <summary>Plain text is bounded by its bytes like all text; everything else is media.</summary>
    public readonly void AddTo(ContentFacts facts)
    {
        if (bytes > 0 && (isOther || !isText))
            facts.AddInline(mediaType, bytes);
    }
}
