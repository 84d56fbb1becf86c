/// The task kinds: what an action really does, one package for each kind.
/// Connections, secrets and the guards around outgoing calls belong here as well.
@NullMarked
package dev.millrace.integrations;

import org.jspecify.annotations.NullMarked;
