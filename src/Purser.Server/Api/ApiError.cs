namespace Purser.Server.Api;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">The member or parameter, dotted.</param>
/// <param name="Message">What is wrong and what would be right.</param>
/// <param name="Code"><c>RANGE_ERROR ENUM_ERROR FORMAT_ERROR REQUIRED CONFLICT</c></param>
public sealed record ApiError(string Field, string Message, string Code);
