package dev.millrace.cli.document;

import dev.millrace.cli.line.WrongUseException;
import dev.millrace.definition.Problem;
import dev.millrace.engine.connection.Connections;
import dev.millrace.local.HostOptions;
import dev.millrace.local.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A file with a connection that a run may need.
///
/// @param name the name that problems show
public record ConnectionFile(String name, Content content) {
  /// The documents in the folder of connections.
  ///
  /// @param file the DAG's file; connections beside it are found when no folder is named
  /// @param folder as it was named
  /// @throws WrongUseException when a folder is named and cannot be read
  public static List<ConnectionFile> of(String file, Optional<String> folder) {
    if (folder.isPresent() && !Files.isDirectory(Path.of(folder.get()))) {
      throw new WrongUseException(
          "there is no folder %s. Name an existing folder with --connections."
              .formatted(folder.get()));
    }
    var found =
        folder.isPresent() || file.equals(FileText.STANDARD_INPUT)
            ? folder.map(Path::of)
            : Optional.of(Path.of(file).resolveSibling(HostOptions.CONNECTIONS))
                .filter(Files::isDirectory);
    return found.map(ConnectionFile::in).orElse(List.of());
  }

  private static List<ConnectionFile> in(Path folder) {
    return switch (DocumentFiles.under(List.of(folder.toString()))) {
      case DocumentFiles.Found.Wrong _ -> List.of(); // an empty folder has no connection
      case DocumentFiles.Found.Files(var names) -> {
        var files = new ArrayList<ConnectionFile>();
        for (var name : names) {
          switch (FileText.read(name)) {
            case FileText.Unreadable(var message) -> throw new WrongUseException(message);
            case FileText.Read(var shown, var content) ->
                files.add(new ConnectionFile(shown, content));
          }
        }
        yield files;
      }
    };
  }

  /// Stores the connection.
  ///
  /// @return what is wrong with the document; nothing when it is stored
  public List<Problem> putOn(LocalHost host) {
    return switch (host.engine().connections().put(Optional.empty(), name, content.text())) {
      case Connections.Putting.Refused(var problems) -> problems;
      case Connections.Putting.Added _,
          Connections.Putting.Changed _,
          Connections.Putting.Unchanged _ ->
          List.of();
    };
  }
}
