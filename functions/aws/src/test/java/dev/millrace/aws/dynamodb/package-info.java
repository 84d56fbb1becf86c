/// Tests of dev.millrace.aws.dynamodb.
@NullMarked
package dev.millrace.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
