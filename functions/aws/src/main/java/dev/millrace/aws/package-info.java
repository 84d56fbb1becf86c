/// The engine's ports on AWS: runs and DAGs in DynamoDB, large payloads in S3, queues in SQS,
/// timers and schedules with EventBridge Scheduler, secrets. Nothing here decides; each adapter
/// passes the contract of its port. Begin with [AwsClients].
@NullMarked
package dev.millrace.aws;

import org.jspecify.annotations.NullMarked;
