using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Purser.Server.Api;

/// <summary>Bodies of the API: snake_case, unknown members refused, absent values left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(ReservationBody))]
[JsonSerializable(typeof(SettleBody))]
[JsonSerializable(typeof(UsageEventBody))]
[JsonSerializable(typeof(OverrideBody))]
[JsonSerializable(typeof(PriceBody))]
[JsonSerializable(typeof(KeyBody))]
internal sealed partial class ApiJson : JsonSerializerContext;
