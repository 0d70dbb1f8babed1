namespace Purser.EndToEnd.Harness;

/// <summary>Where the product under test lies in this checkout.</summary>
internal static class Repository
{
    /// <summary>The tool of the same configuration as this test.</summary>
    public static string Tool { get; } = Find();

    /// <summary>The official JavaScript clients and the scripts that drive them.</summary>
    public static string Clients { get; } = Path.Combine(Root(), "test", "Purser.EndToEnd", "clients");

    private static string Find()
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Root(), "artifacts", "bin", "Purser.Cli", configuration, "Purser.Cli.dll");
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Purser.slnx")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests run outside a checkout.");
    }
}
