/// What becomes of the ticks of DAGs: each gives one run or is skipped for a reason that is
/// recorded, however often, late or early somebody is woken for it. Begin with [ActOnTicks];
/// [Deciding] holds the rules, and when ticks come is the matter of `dev.millrace.core.cron`.
@NullMarked
package dev.millrace.engine.schedule;

import org.jspecify.annotations.NullMarked;
