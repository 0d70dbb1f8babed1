using Purser.Dialects;
using Purser.Tokens.Documents;
using Purser.Tokens.Json;

namespace Purser.Tokens.Mapping;

/// <summary>The counts of one location: of each field, the first of its paths that is valid.</summary>
internal readonly struct LocationCounts(UsageDocument document, LocationPlan location)
{
    public UsageShape Shape => location.Shape;

    public long? this[UsageField field]
    {
        get
        {
            foreach (var slot in location.Slots(field))
            {
                if (CountPolicy.IsValid(document.Kind(slot)))
                    return document.Value(slot);
            }

            return null;
        }
    }

    /// <summary>Whether any base count is stated.</summary>
    public bool HasBase =>
        this[UsageField.Input] is not null || this[UsageField.Output] is not null || this[UsageField.InputBeside] is not null ||
        this[UsageField.RawInput] is not null || this[UsageField.RawOutput] is not null ||
        (this[UsageField.Reasoning] is not null && Shape.Reasoning == ReasoningPlacement.Separate);

    public UsageFlags Flags
    {
        get
        {
            var flags = UsageFlags.None;
            for (var slot = location.First; slot <= location.Last; slot++)
                flags |= document.Flags(slot);
            return flags;
        }
    }

    public bool IsComplete(ResponseFacts facts)
    {
        var input = this[UsageField.Input] ?? this[UsageField.RawInput] ?? this[UsageField.InputBeside];
        return input is not null && (Shape.OutputOptional || facts.Embedding || this[UsageField.Output] is not null || this[UsageField.RawOutput] is not null);
    }
}
