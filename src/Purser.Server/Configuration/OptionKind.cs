namespace Purser.Server.Configuration;

/// <summary>How the text of an option is read.</summary>
internal enum OptionKind
{
    Text,
    Integer,
    Decimal,
    Boolean,
    Duration,
    Bytes,
    Choice,
    Url,
    Instant,
}
