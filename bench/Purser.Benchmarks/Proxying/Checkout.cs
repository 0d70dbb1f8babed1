namespace Purser.Benchmarks.Proxying;

/// <summary>Where the checkout keeps what the suites start.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    /// <summary>The command line as the launcher starts it.</summary>
    public static string Program => Path.Combine(Root, "artifacts", "bin", "Purser.Cli", "release", "Purser.Cli.dll");

    /// <summary>The launcher; absent outside a checkout.</summary>
    public static string Launcher => Path.Combine(Root, "purser");

    public static string Portkey => Path.Combine(Root, "artifacts", "peers", "portkey");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Purser.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("Run the benchmarks from a checkout: Purser.slnx was not found above the program.");
    }
}
