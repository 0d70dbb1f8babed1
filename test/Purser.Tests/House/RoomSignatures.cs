using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Purser.Tests.House;

/// <summary>Decodes signatures to the set of the assembly's own rooms that they name.</summary>
internal sealed class RoomSignatures(MetadataReader metadata) : ISignatureTypeProvider<ImmutableHashSet<string>, object?>
{
    private static readonly ImmutableHashSet<string> None = [];

    /// <summary>The first part of the namespace below the assembly's own; "" is the root; null: generated code outside of it.</summary>
    public string? RoomOf(TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        if (type.GetDeclaringType() is { IsNil: false } outer)
            return RoomOf(outer);
        var parts = metadata.GetString(type.Namespace).Split('.');
        return parts[0] != "Purser" ? null : parts.Length > 1 ? parts[1] : "";
    }

    public ImmutableHashSet<string> OfType(EntityHandle handle) => handle.IsNil ? None : handle.Kind switch
    {
        HandleKind.TypeDefinition when RoomOf((TypeDefinitionHandle)handle) is { } room => [room],
        HandleKind.TypeSpecification => metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null),
        _ => None,
    };

    public ImmutableHashSet<string> OfMember(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.MethodDefinition => OfType(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType()),
        HandleKind.FieldDefinition => OfType(metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType()),
        HandleKind.MemberReference => OfMemberReference(metadata.GetMemberReference((MemberReferenceHandle)handle)),
        HandleKind.MethodSpecification => OfMethodSpecification(metadata.GetMethodSpecification((MethodSpecificationHandle)handle)),
        _ => OfType(handle),
    };

    public ImmutableHashSet<string> GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => OfType(handle);

    public ImmutableHashSet<string> GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => None;

    public ImmutableHashSet<string> GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => OfType(handle);

    public ImmutableHashSet<string> GetGenericInstantiation(ImmutableHashSet<string> genericType, ImmutableArray<ImmutableHashSet<string>> typeArguments) =>
        genericType.Union(typeArguments.SelectMany(a => a));

    public ImmutableHashSet<string> GetFunctionPointerType(MethodSignature<ImmutableHashSet<string>> signature) =>
        signature.ReturnType.Union(signature.ParameterTypes.SelectMany(p => p));

    public ImmutableHashSet<string> GetArrayType(ImmutableHashSet<string> elementType, ArrayShape shape) => elementType;

    public ImmutableHashSet<string> GetSZArrayType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetByReferenceType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetPointerType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetPinnedType(ImmutableHashSet<string> elementType) => elementType;

    public ImmutableHashSet<string> GetModifiedType(ImmutableHashSet<string> modifier, ImmutableHashSet<string> unmodifiedType, bool isRequired) => unmodifiedType;

    public ImmutableHashSet<string> GetGenericMethodParameter(object? genericContext, int index) => None;

    public ImmutableHashSet<string> GetGenericTypeParameter(object? genericContext, int index) => None;

    public ImmutableHashSet<string> GetPrimitiveType(PrimitiveTypeCode typeCode) => None;

    private ImmutableHashSet<string> OfMemberReference(MemberReference member)
    {
        var parent = OfMember(member.Parent);
        if (member.GetKind() == MemberReferenceKind.Field)
            return parent.Union(member.DecodeFieldSignature(this, null));
        var signature = member.DecodeMethodSignature(this, null);
        return parent.Union(signature.ReturnType).Union(signature.ParameterTypes.SelectMany(p => p));
    }

    private ImmutableHashSet<string> OfMethodSpecification(MethodSpecification method) =>
        OfMember(method.Method).Union(method.DecodeSignature(this, null).SelectMany(a => a));
}
