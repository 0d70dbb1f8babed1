using System.Text;
using System.Text.Json;
using Purser.Ledger;
using Purser.Testing;
using Purser.Tokens;

namespace Purser.Tests.Ledger;

public sealed class UsageEventJsonTests
{
    [Fact]
    public void An_event_is_read_back_as_it_was_written()
    {
        var e = Some.Event() with
        {
            Flags = UsageFlags.Fractional | UsageFlags.BadType,
            Enforced = false,
            ResponseId = "r",
            HttpStatus = 200,
            Attributes = Some.Event().Attributes with { Tags = new Dictionary<string, string> { ["env"] = "prod" } },
        };
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
            UsageEventJson.Write(json, e);

        Encoding.UTF8.GetString(buffer.ToArray()).ShouldContain("\"flags\":[\"bad_type\",\"fractional\"]");
        UsageEventReader.Read(buffer.ToArray(), Some.Noon).Event.ShouldBeEquivalentTo(e);
    }

    [Fact]
    public void What_a_post_does_not_state_has_its_default()
    {
        var input = UsageEventReader.Read("""{"model":"m","idempotency_key":"k"}"""u8.ToArray(), Some.Noon);

        (input.IdempotencyKey, input.ChargedStated).ShouldBe(("k", false));
        (input.Event.Status, input.Event.Source, input.Event.AdmittedAt, input.Event.Usage).ShouldBe((EventStatus.Unmetered, UsageSource.Library, Some.Noon, null));
        input.Event.Attributes.Tenant.ShouldBe("default");
    }

    [Theory]
    [InlineData("[]", "object")]
    [InlineData("{", "JSON")]
    [InlineData("{}", "usage or model")]
    [InlineData("""{"usage":{"output_text":-1}}""", "usage.output_text")]
    [InlineData("""{"usage":{"output_text":1.5}}""", "usage.output_text")]
    [InlineData("""{"usage":{"output_text":1,"total":3}}""", "usage.total")]
    [InlineData("""{"model":"m","cost_usd":"-1"}""", "cost_usd")]
    [InlineData("""{"model":"m","admitted_at":"yesterday"}""", "admitted_at")]
    [InlineData("""{"model":7}""", "model")]
    [InlineData("""{"model":"m","status":"fine"}""", "status")]
    [InlineData("""{"model":"m","id":"x"}""", "id")]
    [InlineData("""{"model":"m","tags":{"a":1}}""", "tags")]
    [InlineData("""{"model":"m","flags":["nope"]}""", "flags")]
    public void A_wrong_field_is_named(string json, string field) =>
        Should.Throw<FormatException>(() => UsageEventReader.Read(Encoding.UTF8.GetBytes(json), Some.Noon)).Message.ShouldContain(field);

    [Fact]
    public void A_spooled_batch_comes_back_whole()
    {
        var batch = new LedgerBatch
        {
            Entries = [Some.Hold(Some.Id(), Some.Instance(), 7) with { Data = "{}"u8.ToArray(), IdempotencyKey = "k" }],
            Usage = [Some.Event()],
            Outbox = [new OutboxRow(Some.Id(), "alert", "b", Some.Noon, "{}"u8.ToArray())],
            Documents = [new DocumentChange("budget", "b", 1, null)],
            Spoolable = true,
        };

        var bytes = LedgerBatchCodec.Write(batch);
        var read = LedgerBatchCodec.Read(bytes);
        LedgerBatchCodec.Write(read).ShouldBe(bytes);
        read.Usage[0].ShouldBeEquivalentTo(batch.Usage[0]);
        for (var cut = 1; cut < bytes.Length; cut++)
            Should.Throw<InvalidDataException>(() => LedgerBatchCodec.Read(bytes.AsMemory(0, cut)));
    }
}
