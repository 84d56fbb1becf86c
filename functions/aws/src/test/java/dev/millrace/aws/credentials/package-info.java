/// Tests of the credentials of functions.
@NullMarked
package dev.millrace.aws.credentials;

import org.jspecify.annotations.NullMarked;
