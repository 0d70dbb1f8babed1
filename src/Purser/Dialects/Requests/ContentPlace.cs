namespace Purser.Dialects.Requests;

/// <summary>Which member the scanned value stands in, as far as that changes what its members mean.</summary>
internal enum ContentPlace
{
    Other,
    Link,
    Inline,
    FileData,
    Audio,
}
