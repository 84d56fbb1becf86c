-- What all workers agree on beside DAGs and runs: connections, what is used of limits, the state of
-- schedules, backfills, approvals. Each is changed only by whoever has seen its present revision.
CREATE TABLE entries (
  kind       TEXT NOT NULL,
  owner      TEXT NOT NULL,
  name       TEXT NOT NULL,
  revision   INTEGER NOT NULL,
  expires_at TEXT,
  value      TEXT NOT NULL,
  PRIMARY KEY (kind, owner, name)
) WITHOUT ROWID;
CREATE INDEX entries_by_expiry ON entries (expires_at) WHERE expires_at IS NOT NULL;
