/// Tests of dev.millrace.aws.s3.
@NullMarked
package dev.millrace.aws.s3;

import org.jspecify.annotations.NullMarked;
