/// The action `wait`: parks until its time has come.
@NullMarked
package dev.millrace.integrations.wait;

import org.jspecify.annotations.NullMarked;
