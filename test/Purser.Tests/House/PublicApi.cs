using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Purser.Tests.House;

/// <summary>Prints everything that a user of an assembly can name, one line each, in a stable order.</summary>
internal static class PublicApi
{
    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.CSharpErrorMessageFormat
        .WithGenericsOptions(SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword);

    private static readonly SymbolDisplayFormat MemberFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType
            | SymbolDisplayMemberOptions.IncludeModifiers | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeType
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeDefaultValue,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    public static string Print(Stream image)
    {
        var library = MetadataReference.CreateFromStream(image);
        var compilation = CSharpCompilation.Create("PublicApi", references: [.. Snippet.Framework, library]);
        var assembly = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(library)!;
        var lines = Types(assembly.GlobalNamespace)
            .OrderBy(t => t.ToDisplayString(), StringComparer.Ordinal)
            .SelectMany(Describe);
        return string.Join('\n', lines) + "\n";
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(member => member switch
        {
            INamedTypeSymbol type when IsVisible(type) => [type, .. Types(type)],
            INamespaceSymbol space => Types(space),
            _ => [],
        });

    private static IEnumerable<string> Describe(INamedTypeSymbol type)
    {
        var bases = type.TypeKind is TypeKind.Class && type.BaseType is { SpecialType: not SpecialType.System_Object } parent
            ? " : " + parent.ToDisplayString()
            : "";
        yield return $"{(type.IsStatic ? "static " : type.IsSealed && type.TypeKind is TypeKind.Class ? "sealed " : "")}{type.ToDisplayString(TypeFormat)}{bases}";
        foreach (var member in type.GetMembers().Where(IsListed).Select(m => m.ToDisplayString(MemberFormat)).Order(StringComparer.Ordinal))
            yield return "    " + member;
    }

    // What the compiler writes for records is implied by "record"; accessors are part of their property.
    private static bool IsListed(ISymbol member) =>
        IsVisible(member) && member is not INamedTypeSymbol && !IsGenerated(member)
        && member is not IMethodSymbol { ContainingType.TypeKind: TypeKind.Enum }
        && member is not IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove };

    private static bool IsGenerated(ISymbol member) =>
        member.GetAttributes().Any(a => a.AttributeClass?.Name == "CompilerGeneratedAttribute") && member is IMethodSymbol;

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;
}
