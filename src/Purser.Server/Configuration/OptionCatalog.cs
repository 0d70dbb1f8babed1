namespace Purser.Server.Configuration;

/// <summary>Every option there is: the one table that files, environment, <c>config show</c> and the error messages are checked against.</summary>
internal static class OptionCatalog
{
    public static IReadOnlyList<OptionSpec> All { get; } =
    [
        new("server.urls", OptionKind.Url, "Addresses to listen on; any but loopback demands keys.") { Default = "http://127.0.0.1:4700", IsList = true },
        new("server.data", OptionKind.Text, "The data directory; empty: the user's own data folder."),
        new("server.allowed_hosts", OptionKind.Text, "Host names that requests may name beside loopback and the listening addresses.") { IsList = true },
        new("server.allowed_origins", OptionKind.Url, "Foreign origins that browsers may call from.") { IsList = true },
        Bytes("server.max_request_bytes", "Largest body of an API call.", "4MiB", 1024, 1L << 30),
        Time("server.drain_timeout", "How long a shutdown waits for running calls.", "30s", 0, 600_000),

        new("gateway.upstreams.*.url", OptionKind.Url, "Where calls under /NAME/ go."),
        new("gateway.upstreams.*.api_key", OptionKind.Text, "The key sent for callers with a virtual key.") { IsSecret = true },
        new("gateway.upstreams.*.api_key_variable", OptionKind.Text, "The environment variable that holds that key."),
        Choice("gateway.upstreams.*.family", "Whose API it is.", "openai", "openai", "anthropic", "gemini"),
        new("gateway.upstreams.*.dialect", OptionKind.Text, "The dialect of its chat completions."),
        new("gateway.upstreams.*.include_usage", OptionKind.Boolean, "Whether stream usage may be asked for."),
        Bytes("gateway.max_request_bytes", "Largest body of a model call.", "64MiB", 1024, 1L << 30),
        Bytes("gateway.max_header_bytes", "Largest headers of a model call.", "32KiB", 1024, 1L << 20),
        Bytes("gateway.max_metered_bytes", "Most of an answer that is kept for metering.", "64MiB", 1024, 1L << 30),
        Bytes("gateway.max_event_bytes", "Largest event of an edited stream.", "16MiB", 1024, 1L << 30),
        Time("gateway.connect_timeout", "To open a connection upstream.", "10s", 100, 600_000),
        Time("gateway.first_byte_timeout", "To the answer's headers.", "10m", 100, 86_400_000),
        Time("gateway.idle_timeout", "Between two reads of an answer.", "5m", 100, 86_400_000),
        Time("gateway.total_timeout", "For a whole call.", "2h", 1000, 86_400_000),
        Time("gateway.drain_timeout", "How long an answer is read after its client left.", "2s", 0, 2_000),
        Time("gateway.heartbeat_interval", "How often a stream renews its hold.", "4m", 1000, 840_000),

        Choice("budgets.mode", "The most that any budget may do.", "enforce", "track", "alert", "enforce"),
        Time("budgets.hold_ttl", "How long a hold lasts without a heartbeat.", "15m", 1000, 86_400_000),
        .. BudgetOptions("budgets.definitions.#."),

        .. PriceOptions("pricing.overrides.#."),

        Choice("ledger.durability", "When a commit is acknowledged: after the write, or after the flush.", "process", "process", "power"),
        Time("ledger.retention", "How long detail is kept; totals stay for ever. Empty: for ever.", null, 86_400_000, 100L * 366 * 86_400_000),

        Choice("keys.required", "Whether every caller needs a virtual key: only when reachable from elsewhere, or always.", "auto", "auto", "always"),
    ];

    private static IEnumerable<OptionSpec> BudgetOptions(string at) =>
    [
        new(at + "name", OptionKind.Text, "The budget's name."),
        new(at + "limit", OptionKind.Text, "5usd, 100000tokens[:output] or 1000requests."),
        new(at + "window", OptionKind.Text, "session, hour, day, week, month, quarter, year, total, rolling:5h or fixed:5h."),
        Choice(at + "preset", "The setting to start from.", null, "strict", "session", "user"),
        Choice(at + "mode", "What happens when a hold does not fit.", null, "strict", "guarded", "track", "audit"),
        new(at + "tenant", OptionKind.Text, "Only calls of this tenant."),
        new(at + "match.*", OptionKind.Text, "The value that an attribute must have."),
        new(at + "each", OptionKind.Text, "The attribute of whose values each gets a budget."),
        Number(at + "max_instances", "Most instances.", 1, 1_000_000),
        new(at + "zone", OptionKind.Text, "IANA zone of calendar windows."),
        new(at + "reset_time", OptionKind.Text, "Local time at which windows start, hh:mm."),
        Choice(at + "week_start", "First day of weeks.", null, "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        Number(at + "month_day", "Day on which months start.", 1, 31),
        new(at + "anchor", OptionKind.Instant, "What fixed windows are counted from."),
        Time(at + "session_idle", "A session ends when unused for longer.", null, 1000, 366L * 86_400_000),
        Time(at + "session_max", "A session ends at this age.", null, 1000, 366L * 86_400_000),
        Number(at + "thresholds", "Percent of the limit at which to alert.", 1, 1000) with { IsList = true },
        Choice(at + "comparison", "When a threshold counts as crossed.", null, "at_least", "above"),
        new(at + "actions", OptionKind.Text, "80=notify, 80=hint:MODEL, 80=clamp:N, 90=approval or 100=block.") { IsList = true },
        new(at + "fit", OptionKind.Boolean, "Whether output limits may be lowered to fit."),
        Number(at + "min_fit_output", "Least output worth having, in tokens.", 1, long.MaxValue),
        Number(at + "max_hold_share", "Most of the limit that one call may hold, in percent.", 1, 100),
        Time(at + "wait", "How long a call waits for a hold to be released.", null, 0, 2000),
        new(at + "flat_hold", OptionKind.Integer, "Hold of a call that cannot be bounded, in the budget's unit (USD: nano).") { Min = 0 },
        Choice(at + "on_missing", "What happens to calls without the each attribute.", null, "bucket", "shared", "skip"),
        Choice(at + "on_store_down", "What happens while the store is away.", null, "closed", "open"),
    ];

    private static IEnumerable<OptionSpec> PriceOptions(string at) =>
    [
        new(at + "provider", OptionKind.Text, "The provider, or the upstream's name."),
        new(at + "model", OptionKind.Text, "The model; PROVIDER/MODEL when provider is left out."),
        Rate(at + "input", "USD per million input tokens."),
        Rate(at + "output", "USD per million output tokens."),
        Rate(at + "cache_read", "USD per million tokens read from a cache."),
        Rate(at + "cache_write_5m", "USD per million tokens written to a short-lived cache."),
        Rate(at + "cache_write_1h", "USD per million tokens written to a one-hour cache."),
        Rate(at + "reasoning", "USD per million reasoning tokens."),
        Number(at + "max_output", "Most output tokens of one answer.", 1, long.MaxValue),
        Number(at + "context_window", "Context window in tokens.", 1, long.MaxValue),
        new(at + "effective_from", OptionKind.Instant, "First instant in force."),
    ];

    private static OptionSpec Bytes(string path, string summary, string @default, long min, long max) =>
        new(path, OptionKind.Bytes, summary) { Default = @default, Min = min, Max = max };

    private static OptionSpec Time(string path, string summary, string? @default, long minMs, long maxMs) =>
        new(path, OptionKind.Duration, summary) { Default = @default, Min = minMs, Max = maxMs };

    private static OptionSpec Number(string path, string summary, long min, long max) =>
        new(path, OptionKind.Integer, summary) { Min = min, Max = max };

    private static OptionSpec Rate(string path, string summary) => new(path, OptionKind.Decimal, summary) { Min = 0, Max = 1_000_000 };

    private static OptionSpec Choice(string path, string summary, string? @default, params string[] words) =>
        new(path, OptionKind.Choice, summary) { Default = @default, Words = words };
}
