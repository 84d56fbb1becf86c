/// The ports to durable state and what goes through them, in the domain's words: DAG versions,
/// runs, attempts' records, claims, payloads. Every implementation passes the contract tests of
/// the testkit. Begin with [RunStore].
@NullMarked
package dev.millrace.engine.store;

import org.jspecify.annotations.NullMarked;
