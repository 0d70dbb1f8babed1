using System.Text.Json;

namespace Purser.Dialects.Requests;

/// <summary>The pass over the governed members of one body; content is handed to <see cref="ContentScanner"/>.</summary>
internal ref struct RequestScanner(Utf8JsonReader source, RequestFormat format, int offset)
{
    private const long MaxTokens = int.MaxValue;
    private readonly GovernedFields governed = GovernedFields.Of(format);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly RequestLayout layout = new();
    private readonly ContentFacts content = new();
    private Utf8JsonReader reader = source;
    private string? model;
    private string? tier;
    private string? geo;
    private string? speed;
    private string? user;
    private bool stream;
    private bool includeUsage;
    private long? limit;
    private long thinking;
    private int messages;
    private int choices = 1;
    private int prompts = 1;

    public RequestFacts Scan(int bodyBytes)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new InvalidRequestException(new(RequestErrorKind.Malformed, "", "The body is not a JSON object."));
        layout.RootStart = offset + (int)reader.TokenStartIndex + 1;
        layout.RootEmpty = !Members(null);
        // Anything behind the object makes this throw.
        reader.Read();
        return new RequestFacts
        {
            Model = model,
            BodyBytes = bodyBytes,
            BinaryBytes = content.BinaryBytes,
            Messages = messages,
            Tools = content.Tools,
            MediaItems = content.MediaItems,
            Images = content.Images,
            Audio = content.Audio,
            OutputLimit = limit,
            ThinkingBudget = thinking,
            Choices = (int)Math.Min(int.MaxValue, (long)choices * prompts),
            Stream = stream,
            IncludeUsage = includeUsage,
            WritesCache = content.WritesCache,
            ServiceTier = tier,
            InferenceGeo = geo,
            Speed = speed,
            User = user,
            ServerToolUses = content.ServerToolUses,
            Unboundable = content.Unboundable,
            Layout = layout,
        };
    }

    private bool Members(string? parent)
    {
        var any = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            any = true;
            var name = reader.GetString()!;
            var field = governed.Find(parent, name);
            if (field is not null)
                Claim(field, name);
            reader.Read();
            if (field is null)
                reader.Skip();
            else
                Take(field);
        }
        return any;
    }

    private readonly void Claim(GovernedField field, string name)
    {
        if (!governed.Exact(field, name))
            throw Invalid(RequestErrorKind.CaseVariantKey, field, $"The body has '{field.Path}' in another spelling; spell it exactly.");
        if (!seen.Add(field.Path))
            throw Invalid(RequestErrorKind.DuplicateKey, field, $"The body has '{field.Path}' more than once.");
    }

    private void Take(GovernedField field)
    {
        switch (field.Kind)
        {
            case GovernedKind.Container or GovernedKind.StreamOptions:
                Container(field);
                break;
            case GovernedKind.Model or GovernedKind.ServiceTier or GovernedKind.InferenceGeo or GovernedKind.Speed or GovernedKind.User:
                TakeText(field);
                break;
            case GovernedKind.Stream or GovernedKind.IncludeUsage or GovernedKind.Background:
                TakeFlag(field);
                break;
            case GovernedKind.Limit or GovernedKind.Count or GovernedKind.Thinking:
                TakeNumber(field);
                break;
            case GovernedKind.Items:
                Items();
                break;
            case GovernedKind.Prompt:
                Prompt();
                break;
            case GovernedKind.Tools:
                ToolScanner.Scan(ref reader, content, format.EitherCase);
                break;
            case GovernedKind.Modalities:
                Modalities();
                break;
            case GovernedKind.Scanned:
                messages++;
                ContentScanner.Scan(ref reader, content);
                break;
            default:
                Presence(field);
                break;
        }
    }

    private void Container(GovernedField field)
    {
        var at = new ByteSpan(offset + (int)reader.TokenStartIndex, reader.TokenType == JsonTokenType.Null ? 4 : 1);
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        if (!isObject && reader.TokenType != JsonTokenType.Null)
            throw Invalid(RequestErrorKind.InvalidValue, field, $"'{field.Path}' is not an object.");
        var member = new MemberSpan(at, isObject, isObject && !Members(field.Path));
        if (field.Kind == GovernedKind.StreamOptions)
            layout.StreamOptions = member;
        else if (format.LimitFieldToWrite.StartsWith(field.Path + ".", StringComparison.Ordinal))
            layout.LimitParent = member;
    }

    private void TakeText(GovernedField field)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (reader.TokenType != JsonTokenType.String)
            throw Invalid(RequestErrorKind.InvalidValue, field, $"'{field.Path}' is not a string.");
        var text = reader.GetString();
        switch (field.Kind)
        {
            case GovernedKind.Model: model = text; break;
            case GovernedKind.ServiceTier: tier = text; break;
            case GovernedKind.InferenceGeo: geo = text; break;
            case GovernedKind.Speed: speed = text; break;
            default: user = field.Path == "user" ? text : user ?? text; break;
        }
    }

    private void TakeFlag(GovernedField field)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
            throw Invalid(RequestErrorKind.InvalidValue, field, $"'{field.Path}' is neither true nor false.");
        var on = reader.TokenType == JsonTokenType.True;
        if (field.Kind == GovernedKind.Stream)
            stream = on;
        else if (field.Kind == GovernedKind.Background && on)
            content.CannotBound("background");
        else if (field.Kind == GovernedKind.IncludeUsage)
        {
            includeUsage = on;
            layout.IncludeUsage = new(offset + (int)reader.TokenStartIndex, reader.ValueSpan.Length);
        }
    }

    private void TakeNumber(GovernedField field)
    {
        var value = Number(field);
        if (field.Kind == GovernedKind.Limit)
        {
            layout.Limits.Add((new(offset + (int)reader.TokenStartIndex, reader.TokenType == JsonTokenType.Null ? 4 : reader.ValueSpan.Length), value));
            limit = value is null ? limit : Math.Max(limit ?? 0, value.Value);
        }
        else if (field.Kind == GovernedKind.Count)
            choices = (int)Math.Max(choices, value ?? 1);
        else
            thinking = Math.Max(0, value ?? 0);
    }

    private readonly long? Number(GovernedField field)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var least = field.Kind switch { GovernedKind.Count => 1, GovernedKind.Thinking => -1, _ => 0 };
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number)
            && number == decimal.Truncate(number) && number >= least && number <= MaxTokens)
            return (long)number;
        throw Invalid(RequestErrorKind.InvalidValue, field, $"'{field.Path}' is not a whole number from {least} to {MaxTokens}.");
    }

    private void Items()
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            messages++;
            ContentScanner.Scan(ref reader, content);
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            messages++;
            if (IsBareReference(reader))
                content.CannotBound("item_reference");
            ContentScanner.Scan(ref reader, content);
            layout.EndMessage(offset + (int)reader.BytesConsumed);
        }
    }

    // `{"id":"msg_1"}` alone stands for an item that the server holds; the reader is a copy, so this looks ahead.
    private static bool IsBareReference(Utf8JsonReader ahead)
    {
        if (ahead.TokenType != JsonTokenType.StartObject)
            return false;
        var hasId = false;
        while (ahead.Read() && ahead.TokenType != JsonTokenType.EndObject)
        {
            if (!ahead.ValueTextEquals("id"u8))
                return false;
            hasId = true;
            ahead.Skip();
        }
        return hasId;
    }

    private void Prompt()
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            content.CannotBound("prompt");
            reader.Skip();
            return;
        }
        messages++;
        if (reader.TokenType != JsonTokenType.StartArray)
            return;
        var several = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            several += reader.TokenType == JsonTokenType.Number ? 0 : 1;
            reader.Skip();
        }
        prompts = Math.Max(1, several);
    }

    private void Modalities()
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            content.Audio |= reader.TokenType == JsonTokenType.String && string.Equals(reader.GetString(), "audio", StringComparison.OrdinalIgnoreCase);
            reader.Skip();
        }
    }

    private void Presence(GovernedField field)
    {
        var present = reader.TokenType != JsonTokenType.Null;
        if (reader.TokenType == JsonTokenType.StartArray)
            present = !IsEmptyArray(reader);
        reader.Skip();
        if (!present)
            return;
        if (field.Kind == GovernedKind.CacheControl)
            content.WritesCache = true;
        else
            content.CannotBound(field.Path);
    }

    private static bool IsEmptyArray(Utf8JsonReader ahead) => ahead.Read() && ahead.TokenType == JsonTokenType.EndArray;

    private static InvalidRequestException Invalid(RequestErrorKind kind, GovernedField field, string message) => new(new(kind, field.Path, message));
}
