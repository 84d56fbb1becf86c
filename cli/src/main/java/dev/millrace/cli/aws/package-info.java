/// The credentials of whoever runs a command: they sign calls of a stack's API on AWS, and tasks of
/// the embedded host act with them. Classes of the SDK are loaded when the first request is signed,
/// and by no command that signs none. Begin with [AwsAddress] and [CallerCredentials].
@NullMarked
package dev.millrace.cli.aws;

import org.jspecify.annotations.NullMarked;
