using System.Text.Json;

namespace Purser.Pricing;

/// <summary>Price rows as UTF-8 JSON: the form of the price file and of the ledger's documents of kind <c>price</c>.</summary>
public static class PriceJson
{
    /// <summary>The kind under which price overrides are stored as ledger documents.</summary>
    public const string DocumentKind = "price";

    /// <summary>Writes one row; absent values are left out.</summary>
    public static byte[] Write(PriceRow row) => JsonSerializer.SerializeToUtf8Bytes(row, PriceJsonContext.Default.PriceRow);

    /// <summary>Reads one row; rates are taken from the text exactly. Unknown members are errors, so that a misspelt rate is not lost.</summary>
    /// <exception cref="JsonException">Malformed, or a row that <see cref="PriceRow.Problem"/> objects to.</exception>
    public static PriceRow Read(ReadOnlySpan<byte> utf8Json) =>
        Checked(JsonSerializer.Deserialize(utf8Json, PriceJsonContext.Default.PriceRow) ?? throw new JsonException("A price row is an object."));

    /// <summary>Reads a file in the layout of the built-in one: <c>{"as_of","source","rows":[…]}</c>.</summary>
    /// <exception cref="JsonException">Malformed, or a bad row.</exception>
    public static IReadOnlyList<PriceRow> ReadFile(ReadOnlySpan<byte> utf8Json) => [.. ParseFile(utf8Json).Rows.Select(Checked)];

    internal static PriceFile ParseFile(ReadOnlySpan<byte> utf8Json) =>
        JsonSerializer.Deserialize(utf8Json, PriceJsonContext.Default.PriceFile) ?? throw new JsonException("A price file is an object.");

    private static PriceRow Checked(PriceRow row) =>
        row.Problem() is { } problem ? throw new JsonException($"Price '{row.Id}': {problem}.") : row;
}
