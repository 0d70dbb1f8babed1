using System.Text.Json;

namespace Purser.Benchmarks.Harness;

/// <summary>The same figures for machines.</summary>
internal static class JsonReport
{
    public static void Write(IEnumerable<SuiteRun> runs, string file)
    {
        using var stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("processors", Environment.ProcessorCount);
        json.WriteString("runtime", Environment.Version.ToString());
        json.WriteStartArray("suites");
        foreach (var run in runs)
            WriteRun(run, json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRun(SuiteRun run, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("suite", run.Suite.Name);
        json.WriteBoolean("quick", run.Quick);
        json.WriteStartArray("jobs");
        foreach (var job in run.Jobs)
            WriteJob(job, json);
        json.WriteEndArray();
        json.WriteStartArray("checks");
        foreach (var check in run.Checks)
        {
            json.WriteStartObject();
            json.WriteString("promise", check.Promise);
            json.WriteBoolean("kept", check.Kept);
            json.WriteString("detail", check.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteJob(Job job, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("job", job.Name);
        json.WriteString("unit", job.Unit);
        json.WriteStartArray("lanes");
        foreach (var lane in job.Lanes)
            WriteLane(lane, json);
        json.WriteEndArray();
        json.WriteStartArray("aims");
        foreach (var aim in job.Aims)
        {
            json.WriteStartObject();
            json.WriteString("aim", aim.Text(job));
            Number("reached", aim.Reached(job), json);
            json.WriteBoolean("met", aim.IsMet(job));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLane(LaneResult lane, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("lane", lane.Name);
        json.WriteString("role", lane.Role.ToString().ToLowerInvariant());
        Number("median", lane.Median, json);
        Number("p10", lane.Low, json);
        Number("p90", lane.High, json);
        Number("bytes", lane.BytesPerOperation ?? double.NaN, json);
        json.WriteEndObject();
    }

    private static void Number(string name, double value, Utf8JsonWriter json)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, Math.Round(value, 4));
        else
            json.WriteNull(name);
    }
}
