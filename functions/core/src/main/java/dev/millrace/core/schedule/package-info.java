/// One schedule of a DAG: its ticks and what the DAG does about them. Begin with [Schedule]; when
/// ticks come is the matter of `dev.millrace.core.cron`.
@NullMarked
package dev.millrace.core.schedule;

import org.jspecify.annotations.NullMarked;
