-- Ids are 16-byte big-endian blobs, times integer microseconds since 1970 UTC, money nano-USD.

-- Strings that repeat, interned.
CREATE TABLE names (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);

-- Budget instances with their balance, and what retention has folded away below it.
CREATE TABLE instances (
    id INTEGER PRIMARY KEY,
    budget TEXT NOT NULL,
    key TEXT NOT NULL,
    window_start INTEGER,
    resets_at INTEGER,
    selected TEXT NOT NULL,
    admitted INTEGER NOT NULL DEFAULT 0,
    held INTEGER NOT NULL DEFAULT 0,
    adjusted INTEGER NOT NULL DEFAULT 0,
    observed INTEGER NOT NULL DEFAULT 0,
    folded_admitted INTEGER NOT NULL DEFAULT 0,
    folded_held INTEGER NOT NULL DEFAULT 0,
    folded_adjusted INTEGER NOT NULL DEFAULT 0,
    folded_observed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (budget, key)
);

-- Append-only; (node, seq) is the cursor.
CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    node INTEGER NOT NULL,
    id BLOB NOT NULL,
    kind INTEGER NOT NULL,
    at INTEGER NOT NULL,
    tenant INTEGER NOT NULL,
    request BLOB,
    attempt INTEGER NOT NULL,
    changes BLOB,
    expires_at INTEGER,
    data BLOB,
    idempotency_key TEXT,
    idempotency_hash BLOB,
    closes INTEGER NOT NULL
);
CREATE INDEX entries_request ON entries (request) WHERE request IS NOT NULL;
CREATE INDEX entries_unbound ON entries (id) WHERE request IS NULL;
-- Refusals, overrides, thresholds, changes: few beside holds and settlements.
CREATE INDEX entries_rare ON entries (kind, seq) WHERE kind >= 8;

-- Holds that no entry has closed.
CREATE TABLE holds (
    request BLOB PRIMARY KEY,
    seq INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE idempotency (
    tenant INTEGER NOT NULL,
    key TEXT NOT NULL,
    hash BLOB,
    request BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (tenant, key)
) WITHOUT ROWID;

-- Combinations of names that occur; all but source and status are names.id, 0 when not stated.
CREATE TABLE dimensions (
    id INTEGER PRIMARY KEY,
    tenant INTEGER NOT NULL,
    provider INTEGER NOT NULL,
    model INTEGER NOT NULL,
    user INTEGER NOT NULL,
    agent INTEGER NOT NULL,
    component INTEGER NOT NULL,
    team INTEGER NOT NULL,
    key INTEGER NOT NULL,
    source INTEGER NOT NULL,
    status INTEGER NOT NULL,
    UNIQUE (tenant, provider, model, user, agent, component, team, key, source, status)
);

-- usage_events: one attempt each.
CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    node INTEGER NOT NULL,
    id BLOB NOT NULL,
    request BLOB NOT NULL,
    attempt INTEGER NOT NULL,
    sign INTEGER NOT NULL,
    admitted_at INTEGER NOT NULL,
    completed_at INTEGER NOT NULL,
    dimensions INTEGER NOT NULL,
    session INTEGER NOT NULL,
    tags INTEGER NOT NULL,
    set_by_client INTEGER NOT NULL,
    dialect INTEGER NOT NULL,
    input_uncached INTEGER,
    input_audio INTEGER,
    cache_read INTEGER,
    cache_write_5m INTEGER,
    cache_write_1h INTEGER,
    output_text INTEGER,
    output_audio INTEGER,
    output_reasoning INTEGER,
    flags INTEGER NOT NULL,
    cost INTEGER,
    provider_cost INTEGER,
    charged INTEGER NOT NULL,
    price INTEGER NOT NULL,
    duration_us INTEGER,
    first_token_us INTEGER,
    enforced INTEGER NOT NULL,
    http_status INTEGER,
    response_id TEXT,
    correlation_id TEXT,
    operation_id TEXT,
    trace_id TEXT,
    span_id TEXT
);
CREATE INDEX events_request ON events (request);
CREATE INDEX events_admitted ON events (admitted_at);
CREATE INDEX events_response ON events (response_id) WHERE response_id IS NOT NULL;

-- Signed sums by UTC bucket (start in microseconds): quarters of an hour serve every zone, hours and days save reading.
CREATE TABLE rollups_quarter (
    bucket INTEGER NOT NULL,
    dimensions INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    unmetered INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    input_uncached INTEGER NOT NULL,
    input_audio INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    output_text INTEGER NOT NULL,
    output_audio INTEGER NOT NULL,
    output_reasoning INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    charged INTEGER NOT NULL,
    duration_us INTEGER NOT NULL,
    histograms BLOB,
    PRIMARY KEY (bucket, dimensions)
) WITHOUT ROWID;

CREATE TABLE rollups_hour (
    bucket INTEGER NOT NULL,
    dimensions INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    unmetered INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    input_uncached INTEGER NOT NULL,
    input_audio INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    output_text INTEGER NOT NULL,
    output_audio INTEGER NOT NULL,
    output_reasoning INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    charged INTEGER NOT NULL,
    duration_us INTEGER NOT NULL,
    histograms BLOB,
    PRIMARY KEY (bucket, dimensions)
) WITHOUT ROWID;

CREATE TABLE rollups_day (
    bucket INTEGER NOT NULL,
    dimensions INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    unmetered INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    input_uncached INTEGER NOT NULL,
    input_audio INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    output_text INTEGER NOT NULL,
    output_audio INTEGER NOT NULL,
    output_reasoning INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    charged INTEGER NOT NULL,
    duration_us INTEGER NOT NULL,
    histograms BLOB,
    PRIMARY KEY (bucket, dimensions)
) WITHOUT ROWID;

-- The fine roll-up: sessions and tag sets (canonical JSON in names) beside the dimensions; 0 when not stated.
CREATE TABLE rollups_session (
    bucket INTEGER NOT NULL,
    dimensions INTEGER NOT NULL,
    session INTEGER NOT NULL,
    tags INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    unmetered INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    input_uncached INTEGER NOT NULL,
    input_audio INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    output_text INTEGER NOT NULL,
    output_audio INTEGER NOT NULL,
    output_reasoning INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    charged INTEGER NOT NULL,
    duration_us INTEGER NOT NULL,
    PRIMARY KEY (bucket, dimensions, session, tags)
) WITHOUT ROWID;
CREATE INDEX rollups_session_by_session ON rollups_session (session) WHERE session > 0;

CREATE TABLE documents (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    json BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;

CREATE TABLE outbox (
    id BLOB PRIMARY KEY,
    destination TEXT NOT NULL,
    lane TEXT NOT NULL,
    at INTEGER NOT NULL,
    payload BLOB,
    next_attempt_at INTEGER,
    delivered_at INTEGER
) WITHOUT ROWID;

-- Facts about the ledger itself: detail_floor is the instant below which detail has been deleted.
CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
