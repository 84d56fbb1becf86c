/// Tests of the package beside it.
@NullMarked
package dev.millrace.aws.secret;

import org.jspecify.annotations.NullMarked;
