namespace Purser.Tests.House;

/// <summary>The floors of the library: references go down only; the root sees every room and no room sees it.</summary>
internal static class Floors
{
    private static readonly Dictionary<string, int> FloorOfRoom = new()
    {
        ["Tokens"] = 1, ["Dialects"] = 1, ["Logging"] = 1, ["Events"] = 1, ["Records"] = 1,
        ["Pricing"] = 2,
        ["Ledger"] = 3,
        ["Budgets"] = 4, ["ContextWindow"] = 4,
        ["Calls"] = 5,
        ["Operations"] = 6,
        ["Chat"] = 7, ["Monitoring"] = 7,
    };

    private static readonly HashSet<(string From, string To)> Sideways = [("Tokens", "Dialects")];

    public static IReadOnlyList<string> Violations(IEnumerable<RoomReference> references) =>
        [.. references.Select(Violation).OfType<string>().Order(StringComparer.Ordinal)];

    private static string? Violation(RoomReference reference)
    {
        var (from, to, where) = reference;
        if (from.Length == 0)
            return null;
        if (to.Length == 0)
            return $"{from} sees the root folder: {where}";
        if (!FloorOfRoom.TryGetValue(from, out var lower) || !FloorOfRoom.TryGetValue(to, out var upper))
            return $"{from} -> {to}: a room without a floor: {where}";
        return upper < lower || Sideways.Contains((from, to)) ? null : $"{from} (floor {lower}) -> {to} (floor {upper}): {where}";
    }
}
