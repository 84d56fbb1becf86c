/// The engine's queues over SQS: two standard queues of work, the ordered queue of outcomes, and
/// the dead-letter queues of all three. Receiving is done by Lambda's event source mappings, not
/// here. Begin with [QueueUrls] and [SqsDispatchQueue].
@NullMarked
package dev.millrace.aws.sqs;

import org.jspecify.annotations.NullMarked;
