package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The DAG document of a shape. Its tasks give a small number, which is recorded as any output is.
final class ShapeDocument {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode tasks = NODES.objectNode();

  private ShapeDocument() {}

  static JsonNode of(Shape shape) {
    var document = new ShapeDocument();
    document.add(shape);
    var json = NODES.objectNode();
    json.put("dag", shape.toString());
    json.set("tasks", document.tasks);
    // Not the outputs of a thousand leaves: reading them back is no part of what is measured.
    json.put("output", "done");
    return json;
  }

  private void add(Shape shape) {
    switch (shape) {
      case Shape.Chain(var length) -> chain(length);
      case Shape.Runs(_, var length) -> chain(length);
      case Shape.Fan(var width) -> fan(width);
      case Shape.Grid(var rows, var columns) -> grid(rows, columns);
      case Shape.Each(var items) -> {
        var each = task("each");
        each.putObject("map").put("over", "${ [1.." + items + "] }");
      }
    }
  }

  private void chain(int length) {
    for (var at = 0; at < length; at++) {
      var task = task("t" + at);
      if (at > 0) {
        task.putArray("needs").add("t" + (at - 1));
      }
    }
  }

  private void fan(int width) {
    task("first");
    for (var at = 0; at < width; at++) {
      task("t" + at).putArray("needs").add("first");
    }
    var needs = task("last").putArray("needs");
    for (var at = 0; at < width; at++) {
      needs.add("t" + at);
    }
  }

  private void grid(int rows, int columns) {
    for (var row = 0; row < rows; row++) {
      for (var column = 0; column < columns; column++) {
        var task = task("t" + row + "_" + column);
        if (row + column > 0) {
          var needs = task.putArray("needs");
          if (row > 0) {
            needs.add("t" + (row - 1) + "_" + column);
          }
          if (column > 0) {
            needs.add("t" + row + "_" + (column - 1));
          }
        }
      }
    }
  }

  private ObjectNode task(String name) {
    var task = tasks.putObject(name);
    task.put("pass", 1);
    return task;
  }
}
