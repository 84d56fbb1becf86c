/// Secrets of a stack in Secrets Manager and SSM Parameter Store, below its own prefix. Begin with
/// [AwsSecrets].
@NullMarked
package dev.millrace.aws.secret;

import org.jspecify.annotations.NullMarked;
