/// The ports to the queues and the messages that go through them. Delivery is at least once and
/// standard queues do not keep order. Begin with [DispatchQueue] and [ResultsQueue].
@NullMarked
package dev.millrace.engine.queue;

import org.jspecify.annotations.NullMarked;
