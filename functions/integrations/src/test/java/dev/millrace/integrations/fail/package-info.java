/// Tests of the package.
@NullMarked
package dev.millrace.integrations.fail;

import org.jspecify.annotations.NullMarked;
