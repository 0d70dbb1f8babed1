namespace Purser.Benchmarks.Harness;

/// <summary>One run of one suite: what it may take, and what it found.</summary>
internal sealed class SuiteRun : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("purser-bench-");

    public SuiteRun(Suite suite, bool quick) => (Suite, Quick) = (suite, quick);

    public Suite Suite { get; }

    /// <summary>Whether short rounds will do.</summary>
    public bool Quick { get; }

    public List<Job> Jobs { get; } = [];

    public List<Check> Checks { get; } = [];

    /// <summary>What a reader must know beside the figures.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Interleaved rounds of a race.</summary>
    public int Rounds => Quick ? 3 : 21;

    /// <summary>A fresh folder, gone when the run is.</summary>
    public string NewFolder(string name) => _folder.CreateSubdirectory(name + "-" + Path.GetRandomFileName()).FullName;

    /// <summary>States a promise of the suite and whether it was kept; a broken one fails the run.</summary>
    public void Check(string promise, bool kept, string detail = "") => Checks.Add(new Check(promise, kept, detail));

    public void Dispose() => _folder.Delete(recursive: true);
}
