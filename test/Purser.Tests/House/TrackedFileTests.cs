namespace Purser.Tests.House;

public sealed class TrackedFileTests
{
    [Fact]
    public void No_tracked_file_names_a_package_source_or_a_path_of_one_machine() =>
        Repository.TrackedFiles()
            .Where(path => !path.Contains("/House/TrackedFile", StringComparison.Ordinal))
            .SelectMany(path => TrackedFileRules.Violations(path, File.ReadAllText(Path.Combine(Repository.Root, path))))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("a.cs", "var p = \"/root/purser/data.db\";")]
    [InlineData("a.sh", "cd /home/alice/purser")]
    [InlineData("a.md", "see /work/shared/design.md")]
    [InlineData("a.sh", "source /tmp/build/agent/env")]
    [InlineData("package-lock.json", "\"resolved\": \"https://mirror.example/openai.tgz\"")]
    [InlineData(".npmrc", "registry=https://mirror.example/npm")]
    [InlineData("nuget.config", "<add key=\"mirror\" value=\"https://mirror.example/v3/index.json\" />")]
    public void What_belongs_to_one_machine_is_reported(string path, string text) => TrackedFileRules.Violations(path, text).ShouldHaveSingleItem();

    [Theory]
    [InlineData("a.cs", "app.MapGet(\"/api/v1/usage\", Handle);")]
    [InlineData("a.md", "`~/.local/share/purser` and https://example.com/root/work/x")]
    [InlineData("package-lock.json", "\"integrity\": \"sha512-abc\"")]
    [InlineData(".npmrc", "omit-lockfile-registry-resolved=true")]
    public void Ordinary_text_is_not_reported(string path, string text) => TrackedFileRules.Violations(path, text).ShouldBeEmpty();
}
