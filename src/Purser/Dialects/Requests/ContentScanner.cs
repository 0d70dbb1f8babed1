using System.Text.Json;

namespace Purser.Dialects.Requests;

/// <summary>
/// Walks messages and their like for what bytes do not bound: media, links, references to content held elsewhere, cache writes.
/// Objects that a model or a schema fills (tool input, parameters) are skipped: names in there mean nothing to the provider.
/// </summary>
internal static class ContentScanner
{
    private static readonly string[] ReferenceNames = ["file_id", "file_uri", "fileUri", "file_url"];

    /// <summary>Scans the value that the reader stands on, to its end.</summary>
    public static void Scan(ref Utf8JsonReader reader, ContentFacts facts, ContentPlace place = ContentPlace.Other)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                Scan(ref reader, facts, place);
        else if (reader.TokenType == JsonTokenType.StartObject)
            ScanObject(ref reader, facts, place);
        else if (reader.TokenType == JsonTokenType.String && place == ContentPlace.Link)
            facts.AddUrl(reader.ValueSpan, "url");
        else if (reader.TokenType == JsonTokenType.String && place == ContentPlace.FileData)
            facts.AddInline(MediaType(reader.ValueSpan), reader.ValueSpan.Length);
    }

    private static void ScanObject(ref Utf8JsonReader reader, ContentFacts facts, ContentPlace place)
    {
        var inline = new InlineContent();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (place == ContentPlace.Inline && inline.Take(ref reader))
                continue;
            Member(ref reader, facts, place);
        }
        inline.AddTo(facts);
    }

    private static void Member(ref Utf8JsonReader reader, ContentFacts facts, ContentPlace place)
    {
        if (IsPlain(reader.ValueSpan))
        {
            reader.Read();
            Scan(ref reader, facts);
            return;
        }
        if (Skipped(ref reader))
        {
            reader.Skip();
            return;
        }
        if (IsReference(ref reader, place) is { } name)
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
                facts.CannotBound(name);
            reader.Skip();
            return;
        }
        if (reader.ValueTextEquals("cache_control"u8) || reader.ValueTextEquals("cachePoint"u8))
        {
            reader.Read();
            facts.WritesCache |= reader.TokenType != JsonTokenType.Null;
            reader.Skip();
            return;
        }
        if (reader.ValueTextEquals("type"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("item_reference"u8))
                facts.CannotBound("item_reference");
            reader.Skip();
            return;
        }
        var inner = Place(ref reader, place);
        facts.Audio |= reader.ValueTextEquals("input_audio"u8);
        reader.Read();
        Scan(ref reader, facts, inner);
    }

    // Most members of any conversation: told at once, for the names that mean something are many. Their undecoded bytes hold no escape.
    private static bool IsPlain(ReadOnlySpan<byte> name) => name.SequenceEqual("role"u8) || name.SequenceEqual("content"u8) || name.SequenceEqual("text"u8);

    private static bool Skipped(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("input"u8) || reader.ValueTextEquals("args"u8) || reader.ValueTextEquals("arguments"u8)
        || reader.ValueTextEquals("parameters"u8) || reader.ValueTextEquals("input_schema"u8) || reader.ValueTextEquals("response"u8);

    private static string? IsReference(ref Utf8JsonReader reader, ContentPlace place)
    {
        foreach (var name in ReferenceNames)
            if (reader.ValueTextEquals(name))
                return name;
        return place == ContentPlace.Audio && reader.ValueTextEquals("id"u8) ? "audio.id" : null;
    }

    private static ContentPlace Place(ref Utf8JsonReader reader, ContentPlace place)
    {
        if (reader.ValueTextEquals("image_url"u8) || reader.ValueTextEquals("video_url"u8) || reader.ValueTextEquals("audio_url"u8))
            return ContentPlace.Link;
        if (reader.ValueTextEquals("url"u8))
            return place is ContentPlace.Link or ContentPlace.Inline ? ContentPlace.Link : ContentPlace.Other;
        if (reader.ValueTextEquals("source"u8) || reader.ValueTextEquals("inlineData"u8) || reader.ValueTextEquals("inline_data"u8) || reader.ValueTextEquals("input_audio"u8))
            return ContentPlace.Inline;
        if (reader.ValueTextEquals("file_data"u8))
            return ContentPlace.FileData;
        return reader.ValueTextEquals("audio"u8) ? ContentPlace.Audio : ContentPlace.Other;
    }

    private static ReadOnlySpan<byte> MediaType(ReadOnlySpan<byte> data) => data.StartsWith("data:"u8) ? data["data:"u8.Length..] : data[..0];
}
