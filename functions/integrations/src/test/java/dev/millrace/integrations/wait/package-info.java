/// Tests of the package.
@NullMarked
package dev.millrace.integrations.wait;

import org.jspecify.annotations.NullMarked;
