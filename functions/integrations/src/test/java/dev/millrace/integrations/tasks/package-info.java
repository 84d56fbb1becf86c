/// Tests of the task kind `tasks`.
@NullMarked
package dev.millrace.integrations.tasks;

import org.jspecify.annotations.NullMarked;
