/// Ports with something put between them and whoever calls.
@NullMarked
package dev.millrace.testkit.proxy;

import org.jspecify.annotations.NullMarked;
