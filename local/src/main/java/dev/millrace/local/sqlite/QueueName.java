package dev.millrace.local.sqlite;

import dev.millrace.core.plan.Lane;

/// The queues of a host, as they stand in the column `queue`.
enum QueueName {
  DISPATCH("dispatch"),
  DISPATCH_LONG("dispatch-long"),
  RESULTS("results");

  private final String text;

  QueueName(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  static QueueName of(Lane lane) {
    return switch (lane) {
      case SHORT -> DISPATCH;
      case LONG -> DISPATCH_LONG;
    };
  }
}
