/// The action `callback`: parks until its outcome is posted.
@NullMarked
package dev.millrace.integrations.callback;

import org.jspecify.annotations.NullMarked;
