using System.Text;
using Purser.Ledger;
using Purser.Ledger.Reports;
using Purser.Testing;

namespace Purser.Tests.Ledger.Reports;

public sealed class UsageReportFormatTests
{
    private static readonly UsageQuery ByUser = new() { GroupBy = ["user"] };

    [Fact]
    public async Task The_report_has_the_issues_json()
    {
        await using var store = await StoreOf("alice");
        Encoding.UTF8.GetString(UsageReportJson.ToUtf8(await store.QueryAsync(ByUser, default))).ShouldBe(
            """{"rows":[{"key":{"user":"alice"},"calls":1,"unmetered":0,"usage":{"input_uncached":100,"input_audio":0,"cache_read":10,"cache_write_5m":0,"cache_write_1h":0,"output_text":20,"output_audio":0,"output_reasoning":5,"total":135},"cost_usd":"0.001000001","charged_usd":"0.001000001","unpriced":0,"errors":0,"duration_ms":1000}],"totals":{"calls":1,"unmetered":0,"usage":{"input_uncached":100,"input_audio":0,"cache_read":10,"cache_write_5m":0,"cache_write_1h":0,"output_text":20,"output_audio":0,"output_reasoning":5,"total":135},"cost_usd":"0.001000001","charged_usd":"0.001000001","unpriced":0,"errors":0,"duration_ms":1000}}""");
    }

    [Theory]
    [InlineData("alice", "alice,")]
    [InlineData("=1+1", "\"'=1+1\",")]
    [InlineData("-a\"b", "\"'-a\"\"b\",")]
    [InlineData("a,b", "\"a,b\",")]
    public async Task Csv_fields_are_quoted_and_formulas_defused(string user, string field)
    {
        await using var store = await StoreOf(user);
        using var csv = new StringWriter();
        UsageReportCsv.Write(csv, await store.QueryAsync(ByUser, default), ByUser.GroupBy);

        var lines = csv.ToString().Split("\r\n");
        lines[0].ShouldStartWith("user,calls,");
        lines[1].ShouldBe(field + "1,0,100,0,10,0,0,20,0,5,135,0.001000001,0.001000001,0,0,1000");
    }

    private static async Task<MemoryLedgerStore> StoreOf(string user)
    {
        var store = new MemoryLedgerStore();
        await store.ApplyAsync([Some.Batch(Some.Event(user: user))], default);
        return store;
    }
}
