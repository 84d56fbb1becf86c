package dev.millrace.testkit.sim;

/// A broken invariant.
///
/// @param invariant its number in engine.md; 0 when the engine threw what it should not
public record Violation(long seed, int invariant, String what) {}
