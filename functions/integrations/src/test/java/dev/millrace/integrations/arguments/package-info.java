/// Tests of the package.
@NullMarked
package dev.millrace.integrations.arguments;

import org.jspecify.annotations.NullMarked;
