namespace Purser.Yaml.Tests;

public sealed class YamlSettingsReaderTests
{
    [Fact]
    public void Scalars_come_with_their_path_and_line()
    {
        var content = YamlSettingsReader.Read("""
            server:
              urls:
                - http://127.0.0.1:4700
                - http://[::1]:4700
            # a comment
            budgets:
              definitions:
                - name: daily
                  match: { "tag:project": x }
            """);
        content.Problems.ShouldBeEmpty();
        content.Settings.Select(s => $"{string.Join('/', s.Path)}={s.Value}@{s.Line}").ShouldBe(
        [
            "server/urls/0=http://127.0.0.1:4700@3",
            "server/urls/1=http://[::1]:4700@4",
            "budgets/definitions/0/name=daily@8",
            "budgets/definitions/0/match/tag:project=x@9",
        ]);
    }

    [Theory]
    [InlineData("a: ", null)]
    [InlineData("a: ~", null)]
    [InlineData("a: null", null)]
    [InlineData("a: \"null\"", "null")]
    [InlineData("a: ''", "")]
    [InlineData("a: 010", "010")]
    [InlineData("a: yes", "yes")]
    public void A_scalar_keeps_its_text_and_only_plain_nulls_are_null(string text, string? value) =>
        YamlSettingsReader.Read(text).Settings.Single().Value.ShouldBe(value);

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("server: {}\nlist: []\n")]
    public void An_empty_file_has_no_settings_and_no_problem(string text)
    {
        var content = YamlSettingsReader.Read(text);
        content.Problems.ShouldBeEmpty();
        content.Settings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a: 1\nb: [1, 2\n", "not YAML")]
    [InlineData("a: 1\n\tb: 2\n", "not YAML")]
    [InlineData("- a\n- b\n", "mapping of sections")]
    [InlineData("just text", "mapping of sections")]
    [InlineData("a: 1\n---\nb: 2\n", "one document")]
    [InlineData("a: &x 1\nb: *x\n", "Anchors and aliases")]
    [InlineData("a: 1\nA: 2\n", "twice")]
    [InlineData("? [a, b]\n: 1\n", "plain text")]
    public void What_is_wrong_is_told_with_its_line(string text, string message)
    {
        var problems = YamlSettingsReader.Read(text).Problems;
        problems.ShouldContain(p => p.Message.Contains(message) && p.Line > 0);
    }

    [Fact]
    public void Two_duplicates_are_two_problems() =>
        YamlSettingsReader.Read("a: 1\na: 2\nb:\n  c: 1\n  c: 2\n").Problems.Select(p => p.Line).ShouldBe([2, 5]);

    [Fact]
    public void Nesting_beyond_the_bound_is_refused()
    {
        var text = string.Concat(Enumerable.Repeat("{a: ", 200)) + "1" + new string('}', 200);
        YamlSettingsReader.Read(text).Problems.Single().Message.ShouldContain("nested deeper than 32");
    }

    [Fact]
    public void A_file_beyond_the_bound_is_refused() =>
        YamlSettingsReader.Read("a: " + new string('x', YamlSettingsReader.CharsMax)).Problems.Single().Message.ShouldContain("longer than");

    [Fact]
    public void Too_many_values_are_refused()
    {
        var text = "a:\n" + string.Concat(Enumerable.Repeat("- 1\n", YamlSettingsReader.SettingsMax + 1));
        YamlSettingsReader.Read(text).Problems.Single().Message.ShouldContain("more than");
    }

    [Fact]
    public void Any_text_is_read_without_an_exception()
    {
        var random = new Random(7);
        const string alphabet = "ab:-[]{}&*!|>'\"%@` \n\t#?,~0é\u0000";
        for (var i = 0; i < 3000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            YamlSettingsReader.Read(text).ShouldNotBeNull();
        }
    }
}
