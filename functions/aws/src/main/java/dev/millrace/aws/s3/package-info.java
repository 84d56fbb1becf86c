/// Payloads that are too large for their items, as objects of one bucket.
@NullMarked
package dev.millrace.aws.s3;

import org.jspecify.annotations.NullMarked;
