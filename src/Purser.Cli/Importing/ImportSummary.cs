using System.Text.Json;
using System.Text.Json.Nodes;

namespace Purser.Cli.Importing;

/// <summary>What became of the records of an import. Thread-safe.</summary>
internal sealed class ImportSummary
{
    private const int ProblemsMax = 5;
    private static readonly string[] Outcomes = ["recorded", "replaced", "joined", "repeated"];
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _outcomes = new(StringComparer.Ordinal);
    private readonly List<string> _problems = [];

    public long Files { get; set; }

    public long Events { get; private set; }

    public long Rejected { get; private set; }

    public long UnreadableLines { get; private set; }

    /// <summary>The first reasons for rejections.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Counts a record by what the ledger said of it; returns how many there were so far.</summary>
    public long Add(string outcome)
    {
        lock (_gate)
        {
            _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
            return ++Events;
        }
    }

    public void Reject(string reason)
    {
        lock (_gate)
        {
            Events++;
            Rejected++;
            if (_problems.Count < ProblemsMax)
                _problems.Add(reason);
        }
    }

    public void AddUnreadable(long lines)
    {
        lock (_gate)
            UnreadableLines += lines;
    }

    public JsonElement ToJson()
    {
        var json = new JsonObject { ["files"] = Files, ["events"] = Events };
        foreach (var outcome in Outcomes)
            json[outcome] = _outcomes.GetValueOrDefault(outcome);
        json["rejected"] = Rejected;
        json["unreadable_lines"] = UnreadableLines;
        return JsonSerializer.SerializeToElement(json);
    }
}
