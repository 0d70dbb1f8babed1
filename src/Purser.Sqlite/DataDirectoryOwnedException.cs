namespace Purser.Sqlite;

/// <summary>Another process owns the data directory.</summary>
public sealed class DataDirectoryOwnedException : Exception
{
    /// <summary>With the owner, when it has said who it is.</summary>
    public DataDirectoryOwnedException(string directory, OwnerRecord? owner)
        : base($"The data directory {directory} is owned by {(owner is null ? "another process" : $"pid {owner.Pid}")}; " + Advice(directory, owner))
    {
        Owner = owner;
    }

    /// <summary>With a message of one's own.</summary>
    public DataDirectoryOwnedException(string message) : base(message)
    {
    }

    /// <summary>With a message of one's own and the cause.</summary>
    public DataDirectoryOwnedException(string message, Exception inner) : base(message, inner)
    {
    }

    /// <summary>Without particulars.</summary>
    public DataDirectoryOwnedException() : base("Another process owns the data directory.")
    {
    }

    /// <summary>The owner; null when it has not said who it is.</summary>
    public OwnerRecord? Owner { get; }

    private static string Advice(string directory, OwnerRecord? owner) => owner?.Url is { } url
        ? $"it serves {url}: go through it."
        : $"run purser serve --data {directory} and let both go through it, or choose another directory.";
}
