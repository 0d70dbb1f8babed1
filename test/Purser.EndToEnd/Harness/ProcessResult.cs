using System.Text.Json;

namespace Purser.EndToEnd.Harness;

/// <summary>How a process ended.</summary>
internal sealed record ProcessResult(int Exit, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public ProcessResult ShouldSucceed()
    {
        Exit.ShouldBe(0, Error + Output);
        return this;
    }
}
