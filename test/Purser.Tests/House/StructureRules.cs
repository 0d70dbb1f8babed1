using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Purser.Tests.House;

/// <summary>The bar in numbers: each rule takes files and answers the places that break it.</summary>
internal static partial class StructureRules
{
    public static IEnumerable<string> LongFiles(IEnumerable<SourceFile> files, int linesMax = 400) =>
        files.Where(f => f.Lines > linesMax).Select(f => $"{f.Path}: {f.Lines} lines");

    public static IEnumerable<string> LongMethods(IEnumerable<SourceFile> files, int linesMax = 70) =>
        from file in files
        from body in file.Nodes<SyntaxNode>()
        where body is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
        let lines = Height(body)
        where lines > linesMax
        select $"{file.Where(body)}: {lines} lines";

    public static IEnumerable<string> CrowdedFiles(IReadOnlyCollection<SourceFile> files)
    {
        var types = files.Sum(f => f.TopLevelTypes.Count());
        return types <= 1.1 * files.Count
            ? []
            : files.Where(f => f.TopLevelTypes.Count() > 1).Select(f => $"{f.Path}: {f.TopLevelTypes.Count()} types");
    }

    /// <summary>Classes that are neither sealed, static, abstract nor derived from, when they are more than 5 % of all.</summary>
    public static IEnumerable<string> OpenClasses(IReadOnlyCollection<SourceFile> files)
    {
        var bases = files.SelectMany(f => f.Nodes<SimpleBaseTypeSyntax>()).Select(b => SimpleName(b.Type)).ToHashSet();
        var classes = files.SelectMany(f => f.TopLevelTypes.OfType<TypeDeclarationSyntax>().Select(c => (File: f, Class: c)))
            .Where(c => c.Class is ClassDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: not (int)SyntaxKind.StructKeyword })
            .Where(c => !Has(c.Class, SyntaxKind.StaticKeyword) && !Has(c.Class, SyntaxKind.AbstractKeyword))
            .ToArray();
        var open = classes.Where(c => !Has(c.Class, SyntaxKind.SealedKeyword) && !bases.Contains(c.Class.Identifier.Text)).ToArray();
        return open.Length <= 0.05 * classes.Length ? [] : open.Select(c => $"{c.File.Where(c.Class)}: {c.Class.Identifier.Text} is not sealed");
    }

    public static IEnumerable<string> ForbiddenWords(IEnumerable<SourceFile> files) =>
        Grep(files, ForbiddenWord());

    public static IEnumerable<string> ForbiddenInTests(IEnumerable<SourceFile> files) =>
        Grep(files, ForbiddenTestWord());

    public static IEnumerable<string> FloatingMoney(IEnumerable<SourceFile> files) => Grep(files, FloatingMoneyPattern());

    public static IEnumerable<string> VagueFolders(IEnumerable<string> folders) =>
        folders.Where(f => VagueName().IsMatch(f.Split('/')[^1]));

    /// <summary>An interface is a place where strangers plug in (listed) or has at least two implementations; and there are few of them.</summary>
    public static IEnumerable<string> NeedlessInterfaces(IReadOnlyCollection<SourceFile> files, IReadOnlySet<string> plugInPoints)
    {
        var implementations = files.SelectMany(f => f.Nodes<SimpleBaseTypeSyntax>()).CountBy(b => SimpleName(b.Type)).ToDictionary();
        var interfaces = files.SelectMany(f => f.Nodes<InterfaceDeclarationSyntax>().Select(i => (File: f, Interface: i))).ToArray();
        foreach (var (file, declared) in interfaces)
        {
            var name = declared.Identifier.Text;
            if (!plugInPoints.Contains(name) && implementations.GetValueOrDefault(name) < 2)
                yield return $"{file.Where(declared)}: {name} has fewer than two implementations and is no listed plug-in point";
        }

        var types = files.Sum(f => f.TopLevelTypes.Count());
        if (interfaces.Length > Math.Max(1, 0.10 * types))
            yield return $"{interfaces.Length} interfaces among {types} types: more than 10 %";
    }

    public static IEnumerable<string> LongPrograms(IEnumerable<SourceFile> files) =>
        LongFiles(files.Where(f => f.Path.EndsWith("/Program.cs", StringComparison.Ordinal)), linesMax: 90);

    /// <summary>A catch-all that does not rethrow says why, beside it.</summary>
    public static IEnumerable<string> SilentCatchAlls(IEnumerable<SourceFile> files) =>
        from file in files
        from clause in file.Nodes<CatchClauseSyntax>()
        where clause.Declaration is null || clause.Declaration.Type.ToString() is "Exception" or "System.Exception"
        where clause.Filter is null && !clause.DescendantNodes().Any(n => n is ThrowStatementSyntax or ThrowExpressionSyntax)
        where !clause.Parent!.DescendantTrivia().Any(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia))
        select $"{file.Where(clause)}: a catch-all without a reason";

    /// <summary>Every property of a class named <c>…Options</c> is read somewhere else than where it is declared or set.</summary>
    public static IEnumerable<string> DeadOptions(IReadOnlyCollection<SourceFile> files)
    {
        var read = files.SelectMany(f => f.Nodes<IdentifierNameSyntax>()).Where(IsRead).Select(n => n.Identifier.Text).ToHashSet();
        return from file in files
               from type in file.TopLevelTypes.OfType<TypeDeclarationSyntax>()
               where type.Identifier.Text.EndsWith("Options", StringComparison.Ordinal)
               from property in type.Members.OfType<PropertyDeclarationSyntax>()
               where !Has(property, SyntaxKind.StaticKeyword) && !read.Contains(property.Identifier.Text)
               select $"{file.Where(property)}: {type.Identifier.Text}.{property.Identifier.Text} is never read";
    }

    private static bool IsRead(IdentifierNameSyntax name)
    {
        SyntaxNode whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return !(whole.Parent is AssignmentExpressionSyntax assignment && assignment.Left == whole) && whole.Parent is not NameColonSyntax { Parent: ArgumentSyntax };
    }

    private static IEnumerable<string> Grep(IEnumerable<SourceFile> files, Regex pattern) =>
        from file in files
        from line in file.CodeLines
        where pattern.IsMatch(line.Text)
        select $"{file.Path}:{line.Number}: {line.Text.Trim()}";

    private static int Height(SyntaxNode node)
    {
        var span = node.SyntaxTree.GetLineSpan(node.Span);
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string SimpleName(TypeSyntax type) => type.ToString().Split('<')[0].Split('.')[^1];

    private static bool Has(MemberDeclarationSyntax member, SyntaxKind modifier) => member.Modifiers.Any(modifier);

    [GeneratedRegex(@"^\s*#region|\basync\s+void\b|\b(TODO|FIXME|HACK)\b|NotImplementedException|\bBuildServiceProvider\(", RegexOptions.None, 1000)]
    private static partial Regex ForbiddenWord();

    [GeneratedRegex(@"Thread\.Sleep\(|await\s+Task\.Delay\(|\bSkip\s*=|\basync\s+void\b|^\s*#region", RegexOptions.None, 1000)]
    private static partial Regex ForbiddenTestWord();

    [GeneratedRegex(@"\b(double|float)\b[^;(]*\b\w*([Cc]ost|[Uu]sd|[Pp]rice)\w*", RegexOptions.None, 1000)]
    private static partial Regex FloatingMoneyPattern();

    [GeneratedRegex("^(Utils?|Utilities|Helpers?|Common|Core|Shared|Managers?|Misc|Infrastructure|Domain|Abstractions)$", RegexOptions.None, 1000)]
    private static partial Regex VagueName();
}
