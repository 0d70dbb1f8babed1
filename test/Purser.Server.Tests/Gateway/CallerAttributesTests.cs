using Microsoft.AspNetCore.Http;
using Purser.Ledger;
using Purser.Server.Gateway;

namespace Purser.Server.Tests.Gateway;

public sealed class CallerAttributesTests
{
    [Fact]
    public void Headers_beat_the_body_and_are_marked_as_the_clients()
    {
        var attributes = From(new() { ["X-Purser-User"] = "alice", ["X-Purser-Session"] = "s1", ["X-Purser-Tags"] = "env=prod, team=red" }, CallerIdentity.Anonymous, bodyUser: "bob");

        attributes.User.ShouldBe("alice");
        attributes.Session.ShouldBe("s1");
        attributes.Tags.ShouldBe(new Dictionary<string, string> { ["env"] = "prod", ["team"] = "red" });
        attributes.SetByClient.ShouldBe(AttributeNames.User | AttributeNames.Session | AttributeNames.Tags | AttributeNames.Model);
    }

    [Fact]
    public void The_body_names_the_user_when_no_header_does() =>
        From([], CallerIdentity.Anonymous, bodyUser: "bob").User.ShouldBe("bob");

    [Fact]
    public void A_keys_attributes_beat_the_headers_and_are_not_the_clients()
    {
        var key = new CallerIdentity { KeyId = "k1", User = "carol", Team = "blue", Tenant = "acme", Tags = new Dictionary<string, string> { ["env"] = "test" } };

        var attributes = From(new() { ["X-Purser-User"] = "alice", ["X-Purser-Tags"] = "env=prod,x=1" }, key, bodyUser: "bob");

        (attributes.User, attributes.Team, attributes.Tenant, attributes.KeyId).ShouldBe(("carol", "blue", "acme", "k1"));
        attributes.Tags["env"].ShouldBe("test");
        attributes.Tags["x"].ShouldBe("1");
        attributes.SetByClient.HasFlag(AttributeNames.User).ShouldBeFalse();
    }

    [Fact]
    public void A_header_that_the_key_does_not_list_is_ignored()
    {
        var key = new CallerIdentity { KeyId = "k1", MaySet = AttributeNames.Agent };

        var attributes = From(new() { ["X-Purser-User"] = "alice", ["X-Purser-Agent"] = "a1", ["X-Purser-Tags"] = "x=1" }, key, bodyUser: "bob");

        attributes.User.ShouldBeNull();
        attributes.Agent.ShouldBe("a1");
        attributes.Tags.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("  a b ", "a b")]
    [InlineData("a\tb\u0007", "ab")]
    [InlineData("   ", null)]
    [InlineData("", null)]
    public void Values_are_trimmed_and_without_control_characters(string value, string? clean) => CallerAttributes.Clean(value).ShouldBe(clean);

    [Fact]
    public void Values_and_tags_are_bounded()
    {
        var many = string.Join(',', Enumerable.Range(0, 40).Select(i => $"t{i}=v"));

        CallerAttributes.Clean(new string('x', 500))!.Length.ShouldBe(128);
        CallerAttributes.Clean(new string('x', 127) + "😀")!.Length.ShouldBe(127);
        From(new() { ["X-Purser-Tags"] = many }, CallerIdentity.Anonymous).Tags.Count.ShouldBe(16);
    }

    private static CallAttributes From(HeaderDictionary headers, CallerIdentity caller, string? bodyUser = null) =>
        CallerAttributes.From(headers, caller, "openai", "gpt-5.4", bodyUser);
}
