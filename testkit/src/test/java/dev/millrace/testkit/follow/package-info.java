/// DAGs that start after each other, while workers crash.
@NullMarked
package dev.millrace.testkit.follow;

import org.jspecify.annotations.NullMarked;
