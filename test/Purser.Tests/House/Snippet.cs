using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Purser.Tests.House;

/// <summary>Small programs compiled in memory, so that each rule test can be shown to fail.</summary>
internal static class Snippet
{
    public static IReadOnlyList<MetadataReference> Framework { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is "System.Runtime.dll" or "System.Private.CoreLib.dll" or "System.Collections.dll"
                or "System.Linq.dll" or "System.Text.Json.dll" or "System.Memory.dll" or "System.Threading.Channels.dll"
                || Path.GetFileName(p).StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                || Path.GetFileName(p) is "NodaTime.dll")
            .Select(p => MetadataReference.CreateFromFile(p)),
    ];

    public static Stream Compile(string code)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release);
        var compilation = CSharpCompilation.Create("Purser.Snippet", [CSharpSyntaxTree.ParseText(code)], Framework, options);
        var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ShouldBeEmpty();
        image.Position = 0;
        return image;
    }
}
