/// Tests of the package beside it.
@NullMarked
package dev.millrace.aws.scheduler;

import org.jspecify.annotations.NullMarked;
