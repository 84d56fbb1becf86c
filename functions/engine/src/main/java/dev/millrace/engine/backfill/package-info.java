/// Backfills: the ticks of a range become runs, so many at a time. Nothing runs for one: the end of
/// each of its runs brings the next, and reconcile goes on with what a crash left. Begin with
/// [Backfills]; [Backfill] says where one stands, [DriveBackfill] moves it.
@NullMarked
package dev.millrace.engine.backfill;

import org.jspecify.annotations.NullMarked;
