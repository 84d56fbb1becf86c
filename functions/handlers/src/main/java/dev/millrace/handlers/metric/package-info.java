/// What the functions count and time, as lines in CloudWatch's embedded metric format: no requests,
/// no agent. Begin with [Metrics].
@NullMarked
package dev.millrace.handlers.metric;

import org.jspecify.annotations.NullMarked;
