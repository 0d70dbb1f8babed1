using System.Collections.Frozen;
using Purser.Ledger;

namespace Purser.Server.Gateway;

/// <summary>Who a request comes from, as its virtual key says. Immutable, may be cached and shared.</summary>
public sealed record CallerIdentity
{
    /// <summary>A caller without a virtual key, where none is demanded: the own provider key passes through.</summary>
    public static CallerIdentity Anonymous { get; } = new();

    /// <summary>The headers that a caller may always set unless a key says otherwise.</summary>
    public const AttributeNames AllHeaders =
        AttributeNames.User | AttributeNames.Session | AttributeNames.Agent | AttributeNames.Component | AttributeNames.Tags;

    /// <summary>401 or 403 when the caller may not come in; 0 when it may.</summary>
    public int ErrorStatus { get; init; }

    /// <summary>What is wrong with the key and what to do; never repeats the key. Null when the caller may come in.</summary>
    public string? ErrorMessage { get; init; }

    /// <summary>Whether the call may be made.</summary>
    public bool Allowed => ErrorStatus == 0;

    /// <summary>Public id of the virtual key; null: no virtual key. When set, every credential of the request is dropped and the upstream's configured one is sent.</summary>
    public string? KeyId { get; init; }

    /// <summary>The tenant.</summary>
    public string Tenant { get; init; } = CallAttributes.DefaultTenant;

    /// <summary>The key's team.</summary>
    public string? Team { get; init; }

    /// <summary>The key's user; beats headers and body (budgets R3).</summary>
    public string? User { get; init; }

    /// <summary>The key's tags; beat those of the header.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Which attributes the holder may set by header or body; others are ignored.</summary>
    public AttributeNames MaySet { get; init; } = AllHeaders;

    /// <summary>Upstream keys of this key's own by upstream name; an upstream that is absent uses its configured key.</summary>
    public IReadOnlyDictionary<string, string> UpstreamKeys { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>A caller that is turned away.</summary>
    /// <param name="status">401 or 403.</param>
    /// <param name="message">What is wrong, without the key.</param>
    public static CallerIdentity Refused(int status, string message) => new() { ErrorStatus = status, ErrorMessage = message };
}
