/// Tests of the package beside it.
@NullMarked
package dev.millrace.local.secret;

import org.jspecify.annotations.NullMarked;
