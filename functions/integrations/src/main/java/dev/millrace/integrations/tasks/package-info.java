/// The task kind `tasks`: an inline group. Begin with [TasksKind].
@NullMarked
package dev.millrace.integrations.tasks;

import org.jspecify.annotations.NullMarked;
