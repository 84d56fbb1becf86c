/// Tests of the package beside it.
@NullMarked
package dev.millrace.aws.sqs;

import org.jspecify.annotations.NullMarked;
