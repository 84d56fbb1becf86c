/// Tests of the package.
@NullMarked
package dev.millrace.integrations.pass;

import org.jspecify.annotations.NullMarked;
