/// Tests of the action `lambda`.
@NullMarked
package dev.millrace.integrations.lambda;

import org.jspecify.annotations.NullMarked;
