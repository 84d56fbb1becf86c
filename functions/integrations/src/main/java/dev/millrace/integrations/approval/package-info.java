/// The task kind `approval`: asks people and parks until one has answered. Begin with
/// [ApprovalKind].
@NullMarked
package dev.millrace.integrations.approval;

import org.jspecify.annotations.NullMarked;
