/// Tests of what all adapters on AWS share.
@NullMarked
package dev.millrace.aws;

import org.jspecify.annotations.NullMarked;
