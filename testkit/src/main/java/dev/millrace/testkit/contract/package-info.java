/// What every implementation of a port must do: each sentence of the ports' Javadoc as a test.
/// An implementation extends a `…Contract` in its own tests and says there how it is opened; what
/// it cannot do it overrides and skips with the reason. Begin with [RunStoreContract] and
/// [DispatchQueueContract]. Queues are received from through [Receiving], which is no port: on AWS
/// an event source does it.
@NullMarked
package dev.millrace.testkit.contract;

import org.jspecify.annotations.NullMarked;
