/// As whom tasks act on AWS: never as the engine, but as the role of tasks or one that is assumed
/// from it. Begin with [AwsCredentials], the port that knows who the host itself is.
@NullMarked
package dev.millrace.engine.aws;

import org.jspecify.annotations.NullMarked;
