package dev.millrace.testkit.sim;

/// Where a simulated invocation touches the world outside its memory: at each of these it gives
/// way, and faults strike.
enum PortCall {
  DAG_LATEST,
  DAG_VERSION,
  RUN_CREATE,
  RUN_LOAD,
  RUN_PUT,
  INPUT_GET,
  OUTPUT_GET,
  OUTPUT_PUT,
  TASK_RECORD,
  TASKS_READ,
  TASK_GET,
  INSTANCES_GET,
  CLAIM_PUT,
  CLAIM_GET,
  STOP_PUT,
  ITEMS_PUT,
  ITEMS_GET,
  TOKEN_PUT,
  TOKEN_GET,
  TOKEN_SEEN,
  RUNS_DUE,
  PAYLOAD_PUT,
  PAYLOAD_GET,
  DISPATCH_SEND,
  DISPATCH_OLDEST,
  RESULT_SEND,
  TIMER_WAKE,
  DEAD_READ,
  DEAD_REMOVE,
  ACKNOWLEDGE,
  COME_BACK,
  /// Waiting for actions: no port, but time passes, and processes end in it too.
  AWAIT;

  /// Whether its write is refused when it comes a second time, so that a lost answer looks like
  /// somebody else's write.
  boolean isConditional() {
    return switch (this) {
      case RUN_CREATE, RUN_PUT, TASK_RECORD, CLAIM_PUT -> true;
      case DAG_LATEST,
          DAG_VERSION,
          RUN_LOAD,
          INPUT_GET,
          OUTPUT_GET,
          OUTPUT_PUT,
          TASKS_READ,
          TASK_GET,
          INSTANCES_GET,
          CLAIM_GET,
          STOP_PUT,
          ITEMS_PUT,
          ITEMS_GET,
          TOKEN_PUT,
          TOKEN_GET,
          TOKEN_SEEN,
          RUNS_DUE,
          PAYLOAD_PUT,
          PAYLOAD_GET,
          DISPATCH_SEND,
          DISPATCH_OLDEST,
          RESULT_SEND,
          TIMER_WAKE,
          DEAD_READ,
          DEAD_REMOVE,
          ACKNOWLEDGE,
          COME_BACK,
          AWAIT ->
          false;
    };
  }
}
