/// Tests of the package.
@NullMarked
package dev.millrace.integrations.callback;

import org.jspecify.annotations.NullMarked;
