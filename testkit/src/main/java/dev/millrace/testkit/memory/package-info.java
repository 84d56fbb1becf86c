/// The ports in memory. They behave as their Javadoc says and pass the same contracts as every
/// other implementation; their queues follow SQS: visibility, receive counts, dead letters, ordered
/// groups, deduplication, delay. Safe for any number of threads. Begin with [InMemoryHost].
@NullMarked
package dev.millrace.testkit.memory;

import org.jspecify.annotations.NullMarked;
