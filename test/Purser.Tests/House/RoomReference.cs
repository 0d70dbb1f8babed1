namespace Purser.Tests.House;

/// <summary>One room names another; <paramref name="Where"/> is the type and member that does so first. The root folder is the room "".</summary>
internal readonly record struct RoomReference(string From, string To, string Where);
