/// A host for tests that decide what happens when.
@NullMarked
package dev.millrace.testkit.host;

import org.jspecify.annotations.NullMarked;
