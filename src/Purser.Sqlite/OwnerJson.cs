using System.Text.Json.Serialization;

namespace Purser.Sqlite;

[JsonSerializable(typeof(OwnerRecord))]
internal sealed partial class OwnerJson : JsonSerializerContext;
