namespace Purser.Tests.House;

/// <summary>The repository keeps the bar; <see cref="StructureRulesTests"/> shows that each rule can fail.</summary>
public sealed class StructureTests
{
    /// <summary>Interfaces that strangers implement, or that have one implementation in this repository and another beside it.</summary>
    private static readonly HashSet<string> PlugInPoints = ["ILedgerStore", "IEventSink", "ICallOwner"];

    [Fact]
    public void Files_have_at_most_400_lines() => StructureRules.LongFiles([.. Repository.Sources, .. Repository.Tests]).ShouldBeEmpty();

    [Fact]
    public void Methods_have_at_most_70_lines() => StructureRules.LongMethods(Repository.Sources).ShouldBeEmpty();

    [Fact]
    public void Test_methods_have_at_most_60_lines() => StructureRules.LongMethods(Repository.Tests, linesMax: 60).ShouldBeEmpty();

    [Fact]
    public void Files_hold_at_most_1_1_types_on_average() => StructureRules.CrowdedFiles(Repository.Sources).ShouldBeEmpty();

    [Fact]
    public void Classes_are_sealed() => StructureRules.OpenClasses(Repository.Sources).ShouldBeEmpty();

    [Fact]
    public void No_forbidden_word_stands_in_the_sources() => StructureRules.ForbiddenWords(Repository.Sources).ShouldBeEmpty();

    [Fact]
    public void No_test_sleeps_or_is_skipped() =>
        StructureRules.ForbiddenInTests(Repository.Tests.Where(f => !f.Path.Contains("/House/", StringComparison.Ordinal))).ShouldBeEmpty();

    [Fact]
    public void Money_is_never_floating_point() => StructureRules.FloatingMoney(Repository.Sources).ShouldBeEmpty();

    [Fact]
    public void No_folder_has_a_vague_name() => StructureRules.VagueFolders([.. Repository.Folders("src"), .. Repository.Folders("test")]).ShouldBeEmpty();

    [Fact]
    public void Interfaces_are_few_and_needed() => StructureRules.NeedlessInterfaces(Repository.Sources, PlugInPoints).ShouldBeEmpty();

    [Fact]
    public void Programs_are_tables_of_contents() => StructureRules.LongPrograms(Repository.Sources).ShouldBeEmpty();

    [Fact]
    public void Every_catch_all_gives_its_reason() => StructureRules.SilentCatchAlls(Repository.Sources).ShouldBeEmpty();

    [Fact]
    public void Every_option_is_read() => StructureRules.DeadOptions(Repository.Sources).ShouldBeEmpty();
}
