using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Purser.Tests.House;

/// <summary>Reads which rooms an assembly's rooms name: bases, members, signatures, locals, attributes and every instruction of every body.</summary>
internal sealed class RoomReader : IDisposable
{
    private readonly PEReader _image;
    private readonly MetadataReader _metadata;
    private readonly RoomSignatures _signatures;
    private readonly Dictionary<(string, string), RoomReference> _found = [];

    private RoomReader(Stream image)
    {
        _image = new PEReader(image);
        _metadata = _image.GetMetadataReader();
        _signatures = new RoomSignatures(_metadata);
    }

    public static IReadOnlyCollection<RoomReference> Read(Stream image)
    {
        using var reader = new RoomReader(image);
        foreach (var handle in reader._metadata.TypeDefinitions)
            reader.ReadType(handle);
        return reader._found.Values;
    }

    public void Dispose() => _image.Dispose();

    private void ReadType(TypeDefinitionHandle handle)
    {
        if (_signatures.RoomOf(handle) is not { } room)
            return;
        var type = _metadata.GetTypeDefinition(handle);
        var name = _metadata.GetString(type.Name);
        Note(room, name, _signatures.OfType(type.BaseType));
        foreach (var implemented in type.GetInterfaceImplementations())
            Note(room, name, _signatures.OfType(_metadata.GetInterfaceImplementation(implemented).Interface));
        foreach (var parameter in type.GetGenericParameters())
            NoteConstraints(room, name, parameter);
        foreach (var attribute in type.GetCustomAttributes())
            Note(room, name, _signatures.OfMember(_metadata.GetCustomAttribute(attribute).Constructor));
        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
            Note(room, $"{name}.{_metadata.GetString(field.Name)}", field.DecodeSignature(_signatures, null));
        foreach (var method in type.GetMethods())
            ReadMethod(room, name, _metadata.GetMethodDefinition(method));
    }

    private void ReadMethod(string room, string type, MethodDefinition method)
    {
        var where = $"{type}.{_metadata.GetString(method.Name)}";
        var signature = method.DecodeSignature(_signatures, null);
        Note(room, where, signature.ReturnType.Union(signature.ParameterTypes.SelectMany(p => p)));
        foreach (var parameter in method.GetGenericParameters())
            NoteConstraints(room, where, parameter);
        if (method.RelativeVirtualAddress == 0)
            return;
        var body = _image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            Note(room, where, _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, null).SelectMany(l => l));
        foreach (var region in body.ExceptionRegions.Where(r => !r.CatchType.IsNil))
            Note(room, where, _signatures.OfType(region.CatchType));
        foreach (var token in InstructionTokens.Of(body.GetILBytes() ?? []))
            Note(room, where, _signatures.OfMember(token));
    }

    private void NoteConstraints(string room, string where, GenericParameterHandle parameter)
    {
        foreach (var constraint in _metadata.GetGenericParameter(parameter).GetConstraints())
            Note(room, where, _signatures.OfType(_metadata.GetGenericParameterConstraint(constraint).Type));
    }

    private void Note(string from, string where, IEnumerable<string> rooms)
    {
        foreach (var to in rooms.Where(r => r != from))
            _found.TryAdd((from, to), new RoomReference(from, to, where));
    }
}
