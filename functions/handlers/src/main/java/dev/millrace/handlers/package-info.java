/// The functions on AWS Lambda: one class a function, each a page. A handler reads its event, calls
/// one use case and answers; [Wiring] puts everything together. Begin with [DispatchHandler].
@NullMarked
package dev.millrace.handlers;

import org.jspecify.annotations.NullMarked;
