namespace Purser.Tests.House;

/// <summary>The failing twins of <see cref="StructureTests"/>: each rule reports a sample that breaks it and passes one that does not.</summary>
public sealed class StructureRulesTests
{
    private static readonly HashSet<string> NoPlugIns = [];

    [Theory]
    [InlineData(400, 0)]
    [InlineData(401, 1)]
    public void A_file_is_long_above_400_lines(int lines, int reported) =>
        StructureRules.LongFiles([File(new string('\n', lines - 1))]).Count().ShouldBe(reported);

    [Theory]
    [InlineData(70, 0)]
    [InlineData(71, 1)]
    public void A_method_is_long_above_70_lines(int lines, int reported) =>
        StructureRules.LongMethods([File($"class A {{ void M() {{{new string('\n', lines - 1)}}} }}")]).Count().ShouldBe(reported);

    [Fact]
    public void A_long_accessor_and_a_long_local_function_count_as_methods()
    {
        var gap = new string('\n', 70);
        StructureRules.LongMethods([File($"class A {{ int P {{ get {{{gap} return 1; }} }} }}")]).Count().ShouldBe(1);
        StructureRules.LongMethods([File($"class A {{ void M() {{ void L() {{{gap}}} }} }}")]).Count().ShouldBe(2);
    }

    [Fact]
    public void Two_types_in_each_file_are_a_crowd()
    {
        StructureRules.CrowdedFiles([File("class A; class B;")]).ShouldHaveSingleItem();
        StructureRules.CrowdedFiles([File("class A { class Nested; }")]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("class A;", 1)]
    [InlineData("record A;", 1)]
    [InlineData("sealed class A;", 0)]
    [InlineData("static class A;", 0)]
    [InlineData("abstract class A;", 0)]
    [InlineData("record struct A;", 0)]
    [InlineData("class A; sealed class B : A;", 0)]
    public void A_class_that_nobody_derives_from_is_sealed(string code, int reported) =>
        StructureRules.OpenClasses([File(code)]).Count().ShouldBe(reported);

    [Theory]
    [InlineData("#region Fields")]
    [InlineData("class A { async void M() { } }")]
    [InlineData("class A { /* TODO later */ }")]
    [InlineData("class A { void M() => throw new NotImplementedException(); }")]
    [InlineData("class A { void M() => services.BuildServiceProvider(); }")]
    public void A_forbidden_word_is_reported(string code) => StructureRules.ForbiddenWords([File(code)]).ShouldHaveSingleItem();

    [Fact]
    public void Ordinary_code_has_no_forbidden_word() =>
        StructureRules.ForbiddenWords([File("class A { async Task M() => await Done(\"todo\"); }")]).ShouldBeEmpty();

    [Theory]
    [InlineData("Thread.Sleep(5);")]
    [InlineData("await Task.Delay(5);")]
    [InlineData("[Fact(Skip = \"later\")]")]
    public void A_sleeping_or_skipped_test_is_reported(string code) => StructureRules.ForbiddenInTests([File(code)]).ShouldHaveSingleItem();

    [Fact]
    public void A_race_of_a_signal_against_a_limit_is_no_sleep() =>
        StructureRules.ForbiddenInTests([File("await Task.WhenAny(signal, Task.Delay(limit, TimeProvider.System));")]).ShouldBeEmpty();

    [Fact]
    public void A_cost_in_floating_point_is_reported()
    {
        StructureRules.FloatingMoney([File("double costUsd = 0;")]).ShouldHaveSingleItem();
        StructureRules.FloatingMoney([File("decimal costUsd = 0; double ratio = 1;")]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("src/Purser/Utils", 1)]
    [InlineData("src/Purser/Ledger/Helpers", 1)]
    [InlineData("src/Purser/Common", 1)]
    [InlineData("src/Purser/Ledger", 0)]
    public void A_vague_folder_is_reported(string folder, int reported) => StructureRules.VagueFolders([folder]).Count().ShouldBe(reported);

    [Theory]
    [InlineData("interface IA; class A : IA;", 1)]
    [InlineData("interface IA; class A : IA; class B : IA;", 0)]
    public void An_interface_needs_two_implementations(string code, int reported) =>
        StructureRules.NeedlessInterfaces([File(code)], NoPlugIns).Count().ShouldBe(reported);

    [Fact]
    public void A_listed_plug_in_point_needs_none_but_many_interfaces_are_reported()
    {
        StructureRules.NeedlessInterfaces([File("interface IA;")], new HashSet<string> { "IA" }).ShouldBeEmpty();
        StructureRules.NeedlessInterfaces([File("interface IA; interface IB;")], new HashSet<string> { "IA", "IB" })
            .ShouldHaveSingleItem().ShouldContain("more than 10 %");
    }

    [Fact]
    public void A_program_is_long_above_90_lines()
    {
        var text = new string('\n', 90);
        StructureRules.LongPrograms([SourceFile.Parse("src/X/Program.cs", text)]).ShouldHaveSingleItem();
        StructureRules.LongPrograms([SourceFile.Parse("src/X/Other.cs", text)]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("try { } catch (Exception) { return; }", 1)]
    [InlineData("try { } catch { return; }", 1)]
    [InlineData("try { } catch (Exception) { throw; }", 0)]
    [InlineData("try { } catch (IOException) { return; }", 0)]
    [InlineData("try { } catch (Exception e) when (e is IOException) { return; }", 0)]
    [InlineData("try { }\n// The loop's edge.\ncatch (Exception) { return; }", 0)]
    public void A_catch_all_without_a_reason_is_reported(string code, int reported) =>
        StructureRules.SilentCatchAlls([File($"class A {{ void M() {{ {code} }} }}")]).Count().ShouldBe(reported);

    [Theory]
    [InlineData("class U { int M(AOptions o) => o.Limit; }", 0)]
    [InlineData("class U { void M(AOptions o) => o.Limit = 3; }", 1)]
    [InlineData("class U { AOptions M() => new() { Limit = 3 }; }", 1)]
    [InlineData("", 1)]
    public void An_option_that_nobody_reads_is_reported(string use, int reported) =>
        StructureRules.DeadOptions([File($"class AOptions {{ public int Limit {{ get; set; }} }} {use}")]).Count().ShouldBe(reported);

    private static SourceFile File(string code) => SourceFile.Parse("src/Sample/Sample.cs", code);
}
