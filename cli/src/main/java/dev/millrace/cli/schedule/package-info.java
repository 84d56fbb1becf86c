/// Schedules as people and programs see them: ticks with their local times and what to beware of.
@NullMarked
package dev.millrace.cli.schedule;

import org.jspecify.annotations.NullMarked;
