/// Signs calls of a stack's API on AWS with the caller's credentials. Classes of the SDK are loaded
/// when the first call is signed, and by no other command. Begin with [AwsAddress].
@NullMarked
package dev.millrace.cli.aws;

import org.jspecify.annotations.NullMarked;
