/// The domain, pure: plans, run state, decisions, retries, trigger rules and cron.
/// It reads no clock, draws no random number and does no I/O; all of these come in as arguments.
@NullMarked
package dev.millrace.core;

import org.jspecify.annotations.NullMarked;
