/// Who a function is on AWS, for taking the role of tasks. Begin with [SdkCredentials].
@NullMarked
package dev.millrace.aws.credentials;

import org.jspecify.annotations.NullMarked;
