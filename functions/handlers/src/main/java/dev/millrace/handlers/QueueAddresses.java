package dev.millrace.handlers;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// From the names of queues, as events have them, to the addresses that SQS is asked at.
record QueueAddresses(Map<String, String> byName) {
  QueueAddresses {
    byName = Map.copyOf(byName);
  }

  /// @param urls each ends with its queue's name
  static QueueAddresses of(List<String> urls) {
    return new QueueAddresses(
        urls.stream().collect(Collectors.toMap(QueueAddresses::nameOf, url -> url)));
  }

  static String nameOf(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /// @throws IllegalArgumentException when the stack has no such queue
  String urlOf(String name) {
    var url = byName.get(name);
    if (url == null) {
      throw new IllegalArgumentException("a message of another stack's queue " + name);
    }
    return url;
  }
}
