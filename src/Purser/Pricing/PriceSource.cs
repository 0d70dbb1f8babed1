namespace Purser.Pricing;

/// <summary>The price book in force. Replacing it affects later calls only: an event keeps the price it was charged at. Thread-safe.</summary>
public sealed class PriceSource(PriceBook initial)
{
    private volatile PriceBook _current = initial;

    /// <summary>The book as of now.</summary>
    public PriceBook Current => _current;

    /// <summary>Puts another book in force.</summary>
    public void Replace(PriceBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        _current = book;
    }
}
