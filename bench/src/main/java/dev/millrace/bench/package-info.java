/// Benchmarks: DAGs of known shapes run on the embedded host, measured by time and requests.
/// The figures are for comparing one version with another on the same machine.
@NullMarked
package dev.millrace.bench;

import org.jspecify.annotations.NullMarked;
