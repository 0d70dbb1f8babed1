namespace Purser.Tests.House;

public sealed class PublicApiTests
{
    private static readonly string Approved = Path.Combine(Repository.Root, "test", "Purser.Tests", "House", "PublicApi.approved.txt");

    [Fact]
    public void The_public_surface_of_the_library_is_the_approved_one()
    {
        using var image = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Purser.dll"));
        var actual = PublicApi.Print(image);
        if (Environment.GetEnvironmentVariable("PURSER_APPROVE") == "1")
            File.WriteAllText(Approved, actual);
        var (now, approved) = (Lines(actual), Lines(File.ReadAllText(Approved)));
        now.Except(approved).Select(line => "+ " + line).Concat(approved.Except(now).Select(line => "- " + line))
            .ShouldBeEmpty("Run 'PURSER_APPROVE=1 ./eng/test Purser.Tests' and review the difference.");
    }

    [Fact]
    public void A_new_member_changes_the_printed_surface()
    {
        var before = Print("public sealed class A { public int Limit { get; init; } }");
        var after = Print("public sealed class A { public int Limit { get; init; } public string? Name(int of = 3) => null; }");
        before.ShouldBe("sealed class A\n    A.A()\n    int A.Limit { get; init; }\n");
        after.ShouldBe("sealed class A\n    A.A()\n    int A.Limit { get; init; }\n    string? A.Name(int of = 3)\n");
    }

    [Fact]
    public void What_is_internal_is_not_printed() => Print("internal class A { public int B; } public static class C { private static int D; }").ShouldBe("static class C\n");

    private static string[] Lines(string text) => text.Split('\n');

    private static string Print(string code)
    {
        using var image = Snippet.Compile("#nullable enable\n" + code);
        return PublicApi.Print(image);
    }
}
