/// The use cases that move runs forward, and the ports they need from a host.
/// Ports speak the words of the domain; hosts implement them, and the engine never knows which.
@NullMarked
package dev.millrace.engine;

import org.jspecify.annotations.NullMarked;
