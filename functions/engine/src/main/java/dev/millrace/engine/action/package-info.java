/// How the actions of one invocation run side by side. Begin with [Actions].
@NullMarked
package dev.millrace.engine.action;

import org.jspecify.annotations.NullMarked;
