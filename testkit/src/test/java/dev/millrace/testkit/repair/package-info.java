/// What is done about what a crash, or an upgrade, left behind.
@NullMarked
package dev.millrace.testkit.repair;

import org.jspecify.annotations.NullMarked;
