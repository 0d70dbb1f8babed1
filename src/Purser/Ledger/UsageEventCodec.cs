using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Ledger;

/// <summary>A usage event within a spooled batch.</summary>
internal static class UsageEventCodec
{
    public static void Write(BinaryWriter writer, UsageEvent e)
    {
        writer.WriteId(e.Id);
        writer.WriteId(e.RequestId);
        writer.Write(e.Attempt);
        writer.WriteTime(e.AdmittedAt);
        writer.WriteTime(e.CompletedAt);
        WriteAttributes(writer, e.Attributes);
        writer.WriteText(e.Dialect);
        writer.Write((int)e.Status);
        writer.WriteOptional(e.Usage, WriteUsage);
        writer.Write((int)e.Flags);
        writer.WriteOptional(e.Cost, WriteMoney);
        writer.WriteOptional(e.ProviderCost, WriteMoney);
        WriteMoney(writer, e.Charged);
        writer.WriteText(e.PriceId);
        writer.WriteOptional(e.Duration, static (w, d) => w.Write(d.Ticks));
        writer.WriteOptional(e.TimeToFirstToken, static (w, d) => w.Write(d.Ticks));
        writer.Write((int)e.Source);
        writer.Write(e.Enforced);
        writer.WriteOptional(e.HttpStatus, static (w, status) => w.Write(status));
        writer.WriteText(e.ResponseId);
        writer.WriteText(e.CorrelationId);
        writer.WriteText(e.OperationId);
        writer.WriteText(e.TraceId);
        writer.WriteText(e.SpanId);
        writer.Write(e.Sign);
    }

    // Initialisers run in the order written, which is the order of the bytes.
    public static UsageEvent Read(BinaryReader reader) => new()
    {
        Id = reader.ReadId(),
        RequestId = reader.ReadId(),
        Attempt = reader.ReadInt32(),
        AdmittedAt = reader.ReadTime(),
        CompletedAt = reader.ReadTime(),
        Attributes = ReadAttributes(reader),
        Dialect = reader.ReadText(),
        Status = (EventStatus)reader.ReadInt32(),
        Usage = reader.ReadOptional(ReadUsage),
        Flags = (UsageFlags)reader.ReadInt32(),
        Cost = reader.ReadOptional(ReadMoney),
        ProviderCost = reader.ReadOptional(ReadMoney),
        Charged = ReadMoney(reader),
        PriceId = reader.ReadText(),
        Duration = reader.ReadOptional(ReadSpan),
        TimeToFirstToken = reader.ReadOptional(ReadSpan),
        Source = (UsageSource)reader.ReadInt32(),
        Enforced = reader.ReadBoolean(),
        HttpStatus = reader.ReadOptional(static r => r.ReadInt32()),
        ResponseId = reader.ReadText(),
        CorrelationId = reader.ReadText(),
        OperationId = reader.ReadText(),
        TraceId = reader.ReadText(),
        SpanId = reader.ReadText(),
        Sign = reader.ReadInt32(),
    };

    private static void WriteAttributes(BinaryWriter writer, CallAttributes a)
    {
        writer.Write(a.Tenant);
        foreach (var text in new[] { a.Team, a.User, a.KeyId, a.Agent, a.Session, a.Component, a.Provider, a.Model })
            writer.WriteText(text);
        writer.WriteMap(a.Tags);
        writer.Write((int)a.SetByClient);
    }

    private static CallAttributes ReadAttributes(BinaryReader reader) => new()
    {
        Tenant = reader.ReadString(),
        Team = reader.ReadText(),
        User = reader.ReadText(),
        KeyId = reader.ReadText(),
        Agent = reader.ReadText(),
        Session = reader.ReadText(),
        Component = reader.ReadText(),
        Provider = reader.ReadText(),
        Model = reader.ReadText(),
        Tags = reader.ReadMap(),
        SetByClient = (AttributeNames)reader.ReadInt32(),
    };

    private static void WriteUsage(BinaryWriter writer, TokenUsage u)
    {
        writer.Write(u.InputUncached);
        writer.Write(u.InputAudio);
        writer.Write(u.CacheRead);
        writer.Write(u.CacheWrite5m);
        writer.Write(u.CacheWrite1h);
        writer.Write(u.OutputText);
        writer.Write(u.OutputAudio);
        writer.Write(u.OutputReasoning);
    }

    private static TokenUsage ReadUsage(BinaryReader reader) => new()
    {
        InputUncached = reader.ReadInt64(),
        InputAudio = reader.ReadInt64(),
        CacheRead = reader.ReadInt64(),
        CacheWrite5m = reader.ReadInt64(),
        CacheWrite1h = reader.ReadInt64(),
        OutputText = reader.ReadInt64(),
        OutputAudio = reader.ReadInt64(),
        OutputReasoning = reader.ReadInt64(),
    };

    private static void WriteMoney(BinaryWriter writer, NanoUsd amount) => writer.Write(amount.Value);

    private static NanoUsd ReadMoney(BinaryReader reader) => new(reader.ReadInt64());

    private static TimeSpan ReadSpan(BinaryReader reader) => new(reader.ReadInt64());
}
