using Microsoft.AspNetCore.Http;
using Purser.Server.Gateway;

namespace Purser.Server.Tests.Gateway;

public sealed class HeaderRulesTests
{
    [Theory]
    [InlineData("anthropic-version", true)]
    [InlineData("OpenAI-Organization", true)]
    [InlineData("traceparent", true)]
    [InlineData("Idempotency-Key", true)]
    [InlineData("Connection", false)]
    [InlineData("Keep-Alive", false)]
    [InlineData("TE", false)]
    [InlineData("Trailer", false)]
    [InlineData("Transfer-Encoding", false)]
    [InlineData("Upgrade", false)]
    [InlineData("Proxy-Authorization", false)]
    [InlineData("X-Listed", false)]
    [InlineData("Host", false)]
    [InlineData("Cookie", false)]
    [InlineData("x-purser-user", false)]
    public void Only_end_to_end_headers_reach_the_upstream(string name, bool forwarded) =>
        HeaderRules.Forwards(name, "close, x-listed", withCredentials: true).ShouldBe(forwarded);

    [Theory]
    [InlineData("Authorization")]
    [InlineData("X-Api-Key")]
    [InlineData("x-goog-api-key")]
    [InlineData("api-key")]
    public void Credentials_pass_only_without_a_virtual_key(string name)
    {
        HeaderRules.Forwards(name, default, withCredentials: true).ShouldBeTrue();
        HeaderRules.Forwards(name, default, withCredentials: false).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("gzip, deflate, br, zstd", "gzip, br")]
    [InlineData("zstd", "identity")]
    [InlineData("gzip;q=0.5, identity;q=0.1", "gzip;q=0.5, identity;q=0.1")]
    [InlineData("*", "gzip, br")]
    [InlineData("BR", "BR")]
    public void Encodings_are_narrowed_to_what_can_be_metered(string? accepted, string? narrowed) =>
        HeaderRules.NarrowEncodings(accepted).ShouldBe(narrowed);

    [Fact]
    public void The_size_counts_names_and_all_values()
    {
        var headers = new HeaderDictionary { ["ab"] = new(["cde", "f"]), ["g"] = "" };

        HeaderRules.Size(headers).ShouldBe(2 + 3 + 2 + 1 + 1);
    }

    [Theory]
    [InlineData("?key=secret", "")]
    [InlineData("?alt=sse&key=secret", "?alt=sse")]
    [InlineData("?key=secret&alt=sse&KEY=b&k%65y=c", "?alt=sse")]
    [InlineData("?monkey=1&a=%20", "?monkey=1&a=%20")]
    [InlineData("", "")]
    public void A_key_in_the_query_is_taken_out_and_the_rest_stays(string query, string kept) =>
        UpstreamQuery.WithoutKey(query).ShouldBe(kept);
}
