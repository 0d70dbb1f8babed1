namespace Purser.Tests.House;

public sealed class FloorOrderTests
{
    private static readonly string Library = Path.Combine(AppContext.BaseDirectory, "Purser.dll");

    [Fact]
    public void Rooms_of_the_library_reference_lower_floors_only()
    {
        using var image = File.OpenRead(Library);
        Floors.Violations(RoomReader.Read(image)).ShouldBeEmpty();
    }

    [Fact]
    public void The_reader_sees_the_references_that_the_library_is_known_to_have()
    {
        using var image = File.OpenRead(Library);
        var pairs = RoomReader.Read(image).Select(r => (r.From, r.To)).ToArray();
        pairs.ShouldContain(("Ledger", "Tokens"));
        pairs.ShouldContain(("Calls", "Budgets"));
        pairs.ShouldContain(("Calls", "Dialects"));
    }

    [Theory]
    [InlineData("a field", "public Purser.Budgets.Upper? Field;")]
    [InlineData("a parameter", "public void M(Purser.Budgets.Upper u) { }")]
    [InlineData("a result", "public Purser.Budgets.Upper? M() => null;")]
    [InlineData("a generic argument", "public System.Collections.Generic.List<Purser.Budgets.Upper>? Field;")]
    [InlineData("an array", "public Purser.Budgets.Upper[]? Field;")]
    [InlineData("a call in a body", "public int M() => Purser.Budgets.Upper.Count();")]
    [InlineData("a static field in a body", "public int M() => Purser.Budgets.Upper.Field;")]
    [InlineData("a typeof", "public object M() => typeof(Purser.Budgets.Upper);")]
    [InlineData("a lambda", "public System.Func<object> M() => () => new Purser.Budgets.Upper();")]
    [InlineData("a generic call", "public object M() => System.Array.Empty<Purser.Budgets.Upper>();")]
    [InlineData("a cast after a switch", "public object M(int n, object o) { switch (n) { case 0: return 1; case 1: return 2; case 2: return 3; case 3: return 5; } return (Purser.Budgets.Upper)o; }")]
    [InlineData("an async body", "public async System.Threading.Tasks.Task M() { await System.Threading.Tasks.Task.Yield(); Purser.Budgets.Upper.Count(); }")]
    public void An_upward_reference_is_reported(string kind, string member)
    {
        var violations = ViolationsOf($$"""
            namespace Purser.Budgets { public class Upper { public static int Field; public static int Count() => 1; } }
            namespace Purser.Pricing { public class Lower { {{member}} } }
            """);
        violations.ShouldHaveSingleItem(kind).ShouldStartWith("Pricing (floor 2) -> Budgets (floor 4): ");
    }

    [Fact]
    public void A_circle_on_one_floor_is_reported_although_one_of_its_arrows_is_allowed()
    {
        ViolationsOf("""
            namespace Purser.Tokens { public class A { public Purser.Dialects.B? B; } }
            namespace Purser.Dialects { public class B { public Purser.Tokens.A? A; } }
            """).ShouldHaveSingleItem().ShouldStartWith("Dialects (floor 1) -> Tokens (floor 1)");
    }

    [Fact]
    public void A_room_that_sees_the_root_is_reported()
    {
        ViolationsOf("""
            namespace Purser { public class Root { } }
            namespace Purser.Calls { public class A { public Purser.Root? Root; } }
            """).ShouldHaveSingleItem().ShouldStartWith("Calls sees the root folder");
    }

    [Fact]
    public void A_room_without_a_floor_is_reported()
    {
        ViolationsOf("""
            namespace Purser.Tokens { public class A { } }
            namespace Purser.Attic { public class B { public Purser.Tokens.A? A; } }
            """).ShouldHaveSingleItem().ShouldStartWith("Attic -> Tokens: a room without a floor");
    }

    [Fact]
    public void Downward_references_and_the_root_looking_in_are_fine()
    {
        ViolationsOf("""
            namespace Purser { public class Root { public Purser.Calls.B? B; } }
            namespace Purser.Tokens { public class A { } }
            namespace Purser.Calls { public class B : Purser.Tokens.A { } }
            """).ShouldBeEmpty();
    }

    private static IReadOnlyList<string> ViolationsOf(string code)
    {
        using var image = Snippet.Compile("#nullable enable\n" + code);
        return Floors.Violations(RoomReader.Read(image));
    }
}
