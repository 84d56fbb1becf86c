/// The seeded simulator: made-up DAGs, scripted actions, simulated hosts and faults, and the
/// checks after every step. One seed decides everything. Begin with [Simulation].
@NullMarked
package dev.millrace.testkit.sim;

import org.jspecify.annotations.NullMarked;
