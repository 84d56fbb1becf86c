/// In-memory ports with virtual time and faults, the seeded simulator and the contracts of ports.
/// Users find here what they need to test their own DAGs.
@NullMarked
package dev.millrace.testkit;

import org.jspecify.annotations.NullMarked;
