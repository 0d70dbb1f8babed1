using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Purser.Tests.House;

/// <summary>One C# file, parsed; <see cref="Path"/> is relative to the repository's root.</summary>
internal sealed record SourceFile(string Path, SyntaxNode Root)
{
    public int Lines => Root.SyntaxTree.GetText().Lines.Count;

    public IEnumerable<BaseTypeDeclarationSyntax> TopLevelTypes =>
        Nodes<BaseTypeDeclarationSyntax>().Where(t => t.Parent is not BaseTypeDeclarationSyntax);

    public static SourceFile Parse(string path, string text) => new(path, CSharpSyntaxTree.ParseText(text, path: path).GetRoot());

    public IEnumerable<T> Nodes<T>() where T : SyntaxNode => Root.DescendantNodes().OfType<T>();

    public string Where(SyntaxNode node) => $"{Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    public IEnumerable<(int Number, string Text)> CodeLines =>
        Root.SyntaxTree.GetText().Lines
            .Select(l => (Number: l.LineNumber + 1, Text: l.ToString()))
            .Where(l => !l.Text.TrimStart().StartsWith("//", StringComparison.Ordinal));
}
