/// Schedules: what a cron, rate or at expression says, and its ticks over a time zone. Everything
/// is computed from arguments, on fields and calendar arithmetic; the zone's changes come from
/// java.time. What a DAG does about a tick (catchup, overlap) does not live here. Begin with
/// [ScheduleExpression], then [Ticks].
@NullMarked
package dev.millrace.core.cron;

import org.jspecify.annotations.NullMarked;
