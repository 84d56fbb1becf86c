package dev.millrace.cli.document;

import dev.millrace.definition.ActionLibrary;
import dev.millrace.definition.Problem;
import dev.millrace.definition.Reading;
import dev.millrace.engine.connection.ConnectionReader;
import dev.millrace.local.HostOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Documents of each kind: DAGs, and the connections and actions that their tasks name.
public final class Documents {
  private Documents() {}

  /// What a document is.
  public sealed interface Document {
    /// A DAG that is right.
    ///
    /// @param text with the actions that it uses
    record OfDag(String name, String text) implements Document {}

    /// An action that is right.
    record OfAction(String name) implements Document {}

    /// A connection that is right.
    record OfConnection(String name) implements Document {}

    /// One of them, and wrong.
    record Wrong(List<Problem> problems) implements Document {
      /// Copies the list.
      public Wrong {
        problems = List.copyOf(problems);
      }
    }
  }

  /// Reads a document, whichever it is.
  ///
  /// @param file the name that problems show
  public static Document read(Readers readers, String file, Content content) {
    if (ActionLibrary.declares(content.text())) {
      return switch (readers.action(file, content)) {
        case ActionLibrary.Reading.Accepted(var action) -> new Document.OfAction(action.name());
        case ActionLibrary.Reading.Refused(var problems) -> new Document.Wrong(problems);
      };
    }
    if (ConnectionReader.isMeantBy(content.bytes())) {
      return switch (ConnectionReader.read(file, content.bytes())) {
        case ConnectionReader.Reading.Accepted(var connection) ->
            new Document.OfConnection(connection.name().text());
        case ConnectionReader.Reading.Refused(var problems) -> new Document.Wrong(problems);
      };
    }
    return switch (readers.of(file).read(file, content.bytes())) {
      case Reading.Accepted(var definition) ->
          new Document.OfDag(definition.plan().dag().text(), definition.stored(content.text()));
      case Reading.Refused(var problems) -> {
        var all = new ArrayList<>(problems);
        all.addAll(readers.problemsBeside(file));
        yield new Document.Wrong(all);
      }
    };
  }

  /// The folder of connections in a folder of DAGs, when there is one.
  public static Optional<Path> besides(Path dags) {
    return Optional.of(dags.resolve(HostOptions.CONNECTIONS)).filter(Files::isDirectory);
  }
}
