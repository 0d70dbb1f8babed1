namespace Purser.Benchmarks.Harness;

/// <summary>What was asked for on the command line.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage = """
        Usage: Purser.Benchmarks [SUITE... | all] [--quick] [--json FILE] [--list]

          --quick      every suite with short rounds, under a minute: proves that they run, not how fast they are (also: --dry)
          --json FILE  the same figures for machines
          --list       the names of the suites
        """;

    /// <summary>Names of suites in the order given; empty: all.</summary>
    public IReadOnlyList<string> Suites { get; init; } = [];

    public bool Quick { get; init; }

    public bool List { get; init; }

    public string? JsonFile { get; init; }

    /// <exception cref="FormatException">An unknown switch, or a file that is missing after its switch.</exception>
    public static BenchmarkOptions Parse(IReadOnlyList<string> args)
    {
        var options = new BenchmarkOptions();
        var suites = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--quick" or "--dry" => options with { Quick = true },
                "--list" => options with { List = true },
                "--json" when i + 1 < args.Count => options with { JsonFile = args[++i] },
                ['-', ..] => throw new FormatException($"'{args[i]}' is no switch of the benchmarks."),
                _ => options,
            };
            if (args[i] is not ['-', ..] && args[i] != "all" && args[i] != options.JsonFile)
                suites.Add(args[i]);
        }

        return options with { Suites = suites };
    }
}
