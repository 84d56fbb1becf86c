-- The tables of millrace.db. Instants are ISO 8601 in UTC with six fraction digits and sort as
-- text. Columns `record` and `message` hold the JSON that the engine reads; columns made `AS` are
-- read out of it and stored nowhere.

-- What belongs to the file itself: `starts` counts how often a host has opened it.
CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

-- Each DAG's latest version. A removed DAG keeps its versions, and their numbers go on.
CREATE TABLE dags (
  dag        TEXT NOT NULL PRIMARY KEY,
  latest     INTEGER NOT NULL,
  removed_at TEXT
) WITHOUT ROWID;

CREATE TABLE dag_versions (
  dag        TEXT NOT NULL,
  version    INTEGER NOT NULL,
  digest     TEXT NOT NULL,
  created_at TEXT NOT NULL,
  document   TEXT NOT NULL,
  PRIMARY KEY (dag, version)
);

-- One row a run. next_check is when reconcile looks at it; null once nothing is left to do.
CREATE TABLE runs (
  id         INTEGER PRIMARY KEY,
  run        TEXT NOT NULL UNIQUE,
  dag        TEXT NOT NULL,
  status     TEXT NOT NULL,
  seq        INTEGER NOT NULL,
  started_at TEXT NOT NULL,
  next_check TEXT,
  record     TEXT NOT NULL,
  version    INTEGER AS (record ->> '$.version'),
  ended_at   TEXT AS (record ->> '$.endedAt'),
  tick       TEXT AS (record ->> '$.tick'),
  counts     TEXT AS (record ->  '$.counts'),
  error      TEXT AS (record ->> '$.error.name')
);
CREATE INDEX runs_by_start  ON runs (started_at, run);
CREATE INDEX runs_by_dag    ON runs (dag, started_at, run);
CREATE INDEX runs_by_status ON runs (status, started_at, run);
CREATE INDEX runs_by_check  ON runs (next_check) WHERE next_check IS NOT NULL;

-- The input and the output of a run, apart from what is written at every advance. `ref` says where
-- in `payloads` a large one is.
CREATE TABLE run_payloads (
  run  TEXT NOT NULL,
  kind TEXT NOT NULL,
  json TEXT,
  ref  TEXT,
  PRIMARY KEY (run, kind)
) WITHOUT ROWID;

-- The latest attempt of each task (idx -1) and of each instance of a mapped task (idx from 0).
CREATE TABLE tasks (
  run        TEXT NOT NULL,
  task       TEXT NOT NULL,
  idx        INTEGER NOT NULL,
  record     TEXT NOT NULL,
  status     TEXT AS (record ->> '$.status'),
  attempt    INTEGER AS (record ->> '$.attempt'),
  started_at TEXT AS (record ->> '$.startedAt'),
  ended_at   TEXT AS (CASE WHEN record ->> '$.status' <> 'PARKED' THEN record ->> '$.recordedAt' END),
  output     TEXT AS (record ->  '$.output'),
  error      TEXT AS (record ->> '$.error'),
  cause      TEXT AS (record ->> '$.cause'),
  history    TEXT AS (record ->  '$.history'),
  PRIMARY KEY (run, task, idx)
) WITHOUT ROWID;

-- Who took an assignment, and until when that invocation may be at work.
CREATE TABLE claims (
  run         TEXT NOT NULL,
  assignment  TEXT NOT NULL,
  message     TEXT NOT NULL,
  invocation  TEXT NOT NULL,
  lease_until TEXT NOT NULL,
  host        INTEGER NOT NULL,
  PRIMARY KEY (run, assignment)
) WITHOUT ROWID;

-- No further action may start in this epoch of the run: CANCEL, FAIL_FAST or TIMEOUT.
CREATE TABLE stops (
  run   TEXT NOT NULL PRIMARY KEY,
  epoch INTEGER NOT NULL,
  cause TEXT NOT NULL
) WITHOUT ROWID;

-- The items of mapped tasks, ten a row, as a JSON array.
CREATE TABLE items (
  run   TEXT NOT NULL,
  task  TEXT NOT NULL,
  grp   INTEGER NOT NULL,
  items TEXT NOT NULL,
  PRIMARY KEY (run, task, grp)
) WITHOUT ROWID;

-- Callback tokens, by the SHA-256 of the token.
CREATE TABLE tokens (
  run       TEXT NOT NULL,
  hash      TEXT NOT NULL,
  work      TEXT NOT NULL,
  attempt   INTEGER NOT NULL,
  heartbeat TEXT,
  last_seen TEXT NOT NULL,
  PRIMARY KEY (run, hash)
) WITHOUT ROWID;

-- Large payloads: JSON as UTF-8. What a task has stored is in parts, rows KEY#00000001 and so on,
-- and an empty row KEY that says that they are all there.
CREATE TABLE payloads (
  key  TEXT NOT NULL PRIMARY KEY,
  json BLOB NOT NULL
);

-- Messages of the queues dispatch, dispatch-long and results, until they are acknowledged. Who
-- works on one is known to the running host only: at its next start every message is there again.
CREATE TABLE messages (
  id          INTEGER PRIMARY KEY,
  queue       TEXT NOT NULL,
  run         TEXT NOT NULL,
  sent_at     TEXT NOT NULL,
  due_at      TEXT NOT NULL,
  receives    INTEGER NOT NULL,
  received_at TEXT,
  message     TEXT NOT NULL
);

-- Messages that were received too often; reconcile deals with them.
CREATE TABLE dead_letters (
  id         INTEGER PRIMARY KEY,
  queue      TEXT NOT NULL,
  run        TEXT NOT NULL,
  sent_at    TEXT NOT NULL,
  died_at    TEXT NOT NULL,
  hidden_until TEXT NOT NULL,
  receives   INTEGER NOT NULL,
  message    TEXT NOT NULL
);

-- Results that are dropped when they are sent again.
CREATE TABLE deduplications (
  run        TEXT NOT NULL,
  id         TEXT NOT NULL,
  until      TEXT NOT NULL,
  PRIMARY KEY (run, id)
) WITHOUT ROWID;

-- Runs, the newest first.
CREATE VIEW v_runs AS
SELECT r.run, r.dag, r.version, r.status, r.started_at, r.ended_at, r.counts,
       (SELECT count(*)
          FROM json_each(r.record, '$.inFlight') g, json_each(g.value, '$.assignments')) AS in_flight,
       r.error, r.record ->> '$.error.cause' AS cause, r.record ->> '$.error.task' AS failed_task,
       i.json AS input, o.json AS output, r.next_check, r.seq
  FROM runs r
  LEFT JOIN run_payloads i ON i.run = r.run AND i.kind = 'input'
  LEFT JOIN run_payloads o ON o.run = r.run AND o.kind = 'output'
 ORDER BY r.started_at DESC, r.run DESC;

-- Tasks and instances with what came of their latest attempts.
CREATE VIEW v_tasks AS
SELECT run, task, nullif(idx, -1) AS idx, status, attempt, started_at, ended_at, output, error, cause
  FROM tasks;

-- What failed, the latest first, and in which runs.
CREATE VIEW v_failures AS
SELECT t.run, r.status AS run_status, t.task, nullif(t.idx, -1) AS idx, t.attempt, t.error, t.cause,
       t.started_at, t.ended_at, t.history
  FROM tasks t LEFT JOIN runs r ON r.run = t.run
 WHERE t.status = 'FAILED'
 ORDER BY t.ended_at DESC;

-- Messages of all queues, dead letters included.
CREATE VIEW v_queue AS
SELECT queue,
       CASE WHEN due_at > strftime('%Y-%m-%dT%H:%M:%f000Z', 'now') THEN 'delayed'
            WHEN receives = 0 THEN 'waiting' ELSE 'received' END AS state,
       run, sent_at, due_at, receives, received_at, message
  FROM messages
UNION ALL
SELECT queue, 'dead', run, sent_at, died_at, receives, NULL, message FROM dead_letters;
