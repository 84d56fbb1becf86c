/// Runs and DAGs in two DynamoDB tables: how each item looks, and the conditions under which it is
/// written. What an item means is the engine's matter. Begin with [DynamoRunStore] and [Tables].
@NullMarked
package dev.millrace.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
