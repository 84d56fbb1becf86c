/// Runs, DAGs, payloads and queues in one SQLite file, `millrace.db`, which anyone can open with
/// `sqlite3` while the host works; the views `v_runs`, `v_tasks`, `v_failures` and `v_queue` are
/// made for people. Begin with [SqliteStorage].
///
/// All writes go through one thread, [GroupCommit]: whatever waits is written in one transaction,
/// and a write returns when it is committed. Reads run on their callers through [ReadPool] and see
/// every write that returned before. Nothing here knows what a message or a state means.
@NullMarked
package dev.millrace.local.sqlite;

import org.jspecify.annotations.NullMarked;
