/// Worlds of ticks: one DAG with a schedule, or with a backfill, on a host whose invocations end at
/// any port call. One seed decides everything. Begin with [TickWorlds]; what both kinds share is
/// [FragileHost].
@NullMarked
package dev.millrace.testkit.sim.ticks;

import org.jspecify.annotations.NullMarked;
