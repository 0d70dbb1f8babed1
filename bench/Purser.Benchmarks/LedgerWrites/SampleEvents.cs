using Purser.Ledger;
using Purser.Pricing;
using Purser.Tokens;

namespace Purser.Benchmarks.LedgerWrites;

/// <summary>Usage events as a team's agents cause them; the same number always gives the same event.</summary>
internal static class SampleEvents
{
    public static readonly DateTimeOffset Start = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Provider, string Model)[] Models =
    [
        ("openai", "gpt-5.4"), ("openai", "gpt-5.4-mini"), ("openai", "o4-mini"), ("anthropic", "claude-opus-4-6"),
        ("anthropic", "claude-sonnet-4-6"), ("anthropic", "claude-haiku-4-5"), ("google", "gemini-3-pro"), ("groq", "llama-4-scout"),
    ];

    private static readonly string[] Users = Names("user", 50);
    private static readonly string[] Agents = Names("agent", 6);
    private static readonly string[] Components = Names("component", 4);
    private static readonly string[] Teams = Names("team", 5);

    /// <param name="number">Which one; instants grow with it.</param>
    /// <param name="spacing">Time between two events.</param>
    public static UsageEvent Create(long number, TimeSpan spacing)
    {
        var at = Start + spacing * number;
        var mixed = (int)(unchecked((ulong)number * 0x9E3779B97F4A7C15UL) >> 44);
        var (provider, model) = Models[mixed % Models.Length];
        var user = mixed / 8 % Users.Length;
        var usage = new TokenUsage
        {
            InputUncached = 100 + mixed % 4000,
            CacheRead = mixed % 3 == 0 ? 20_000 : 0,
            OutputText = 20 + mixed % 700,
            OutputReasoning = mixed % 5 == 0 ? 512 : 0,
        };
        var cost = new NanoUsd(usage.InputUncached * 2_500 + usage.CacheRead * 250 + usage.OutputTotal * 10_000);
        return new UsageEvent
        {
            Id = Id(at, number, 1),
            RequestId = Id(at, number, 2),
            AdmittedAt = at,
            CompletedAt = at.AddMilliseconds(400 + mixed % 3000),
            Attributes = new CallAttributes
            {
                Provider = provider,
                Model = model,
                User = Users[user],
                Team = Teams[user % Teams.Length],
                Agent = Agents[mixed % Agents.Length],
                Component = Components[mixed % Components.Length],
                Session = "s-" + number / 40,
            },
            Dialect = provider,
            Status = EventStatus.Ok,
            Usage = usage,
            Cost = cost,
            Charged = cost,
            PriceId = "price/" + model,
            Duration = TimeSpan.FromMilliseconds(400 + mixed % 3000),
            TimeToFirstToken = TimeSpan.FromMilliseconds(100 + mixed % 300),
            Source = UsageSource.Gateway,
            Enforced = true,
            HttpStatus = 200,
            ResponseId = "resp_" + number,
        };
    }

    // In the order of time, as UUIDv7 are.
    private static Guid Id(DateTimeOffset at, long number, byte salt)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeMilliseconds() << 16 | 0x7000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes[8..], number << 8 | salt);
        return new Guid(bytes, bigEndian: true);
    }

    private static string[] Names(string prefix, int count) => [.. Enumerable.Range(1, count).Select(i => $"{prefix}-{i}")];
}
