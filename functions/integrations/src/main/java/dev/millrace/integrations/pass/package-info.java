/// The action `pass`: gives a value and touches nothing.
@NullMarked
package dev.millrace.integrations.pass;

import org.jspecify.annotations.NullMarked;
