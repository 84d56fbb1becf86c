/// Tests of the task kind `dag`.
@NullMarked
package dev.millrace.integrations.dag;

import org.jspecify.annotations.NullMarked;
