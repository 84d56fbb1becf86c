/// The action `lambda`: invokes a function. Begin with [LambdaKind].
@NullMarked
package dev.millrace.integrations.lambda;

import org.jspecify.annotations.NullMarked;
