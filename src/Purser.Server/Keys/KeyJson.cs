using System.Text.Json;
using System.Text.Json.Serialization;

namespace Purser.Server.Keys;

/// <summary>How keys are stored: the document kind <c>key</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VirtualKey))]
internal sealed partial class KeyJson : JsonSerializerContext;
