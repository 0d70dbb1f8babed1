using System.Text;
using Purser.Tokens;
using Purser.Tokens.Json;

namespace Purser.Tests.Tokens.Json;

public sealed class CountPolicyTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("-0.0e5", 0)]
    [InlineData("4.0", 4)]
    [InlineData("1.3e2", 130)]
    [InlineData("1300E-1", 130)]
    [InlineData("12000.000000000000000000000000000000", 12000)]
    [InlineData("9007199254740991", 9007199254740991)]
    [InlineData("9007199254740991.0", 9007199254740991)]
    public void Integral_number_is_valid(string token, long expected)
    {
        CountPolicy.ParseNumber(Encoding.UTF8.GetBytes(token), out var value).ShouldBe(CountKind.Valid);
        value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("-1", UsageFlags.Negative)]
    [InlineData("-12.5", UsageFlags.Negative)]
    [InlineData("12.5", UsageFlags.Fractional)]
    [InlineData("1e-400", UsageFlags.Fractional)]
    [InlineData("1e-99999999999999999999999", UsageFlags.Fractional)]
    [InlineData("9007199254740992", UsageFlags.OutOfRange)]
    [InlineData("1e400", UsageFlags.OutOfRange)]
    [InlineData("1e99999999999999999999999", UsageFlags.OutOfRange)]
    [InlineData("123456789012345678901234567890", UsageFlags.OutOfRange)]
    [InlineData("99999999999999999999999999999999999999999999999999.5", UsageFlags.Fractional)]
    public void Other_number_is_absent_and_flagged(string token, UsageFlags flag) =>
        CountPolicy.Flag(CountPolicy.ParseNumber(Encoding.UTF8.GetBytes(token), out _)).ShouldBe(flag);

    [Theory]
    [InlineData("12", UsageFlags.StringNumber)]
    [InlineData("0000000000000012", UsageFlags.StringNumber)]
    [InlineData("00000000000000012", UsageFlags.BadType)]
    [InlineData("9999999999999999", UsageFlags.OutOfRange)]
    [InlineData("", UsageFlags.BadType)]
    [InlineData("-5", UsageFlags.BadType)]
    [InlineData("1e2", UsageFlags.BadType)]
    [InlineData(" 5", UsageFlags.BadType)]
    [InlineData("٣", UsageFlags.BadType)]
    public void Text_counts_only_as_up_to_sixteen_digits(string text, UsageFlags flag) =>
        CountPolicy.Flag(CountPolicy.ParseString(Encoding.UTF8.GetBytes(text), out _)).ShouldBe(flag);

    [Theory]
    [InlineData("true")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1}")]
    public void Other_types_are_absent_and_flagged(string value)
    {
        var reading = Read.Body("openai-chat", $$$"""{"usage":{"prompt_tokens":{{{value}}},"completion_tokens":3}}""");

        reading.Flags.ShouldBe(UsageFlags.BadType | UsageFlags.InputMissing);
        reading.Usage!.Value.OutputText.ShouldBe(3);
    }

    [Fact]
    public void Escaped_digits_are_digits() =>
        Read.Body("openai-chat", """{"usage":{"prompt_tokens":"\u0031\u0032","completion_tokens":3}}""").Usage!.Value.InputUncached.ShouldBe(12);
}
