/// What every task kind must keep, and the attempts that tests hand to kinds.
@NullMarked
package dev.millrace.integrations;

import org.jspecify.annotations.NullMarked;
