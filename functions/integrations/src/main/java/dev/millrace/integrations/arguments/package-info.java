/// Reads the arguments of actions and says what is wrong with them, in the same words for every
/// task kind. Begin with [Fields]. Nothing here knows a particular kind.
@NullMarked
package dev.millrace.integrations.arguments;

import org.jspecify.annotations.NullMarked;
