/// Connections: named places that actions talk to, with how to sign in there. Begin with
/// [Connection]; [ConnectionReader] makes one of a document, [Connections] keeps and finds them.
/// What goes over the wire belongs to the task kinds.
@NullMarked
package dev.millrace.engine.connection;

import org.jspecify.annotations.NullMarked;
