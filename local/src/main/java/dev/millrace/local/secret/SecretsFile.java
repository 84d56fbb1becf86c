package dev.millrace.local.secret;

import dev.millrace.definition.document.Document;
import dev.millrace.definition.document.DocumentReader;
import dev.millrace.definition.document.Node;
import dev.millrace.engine.secret.SecretReference;
import dev.millrace.engine.secret.SecretText;
import dev.millrace.engine.secret.Secrets;
import dev.millrace.engine.secret.Secrets.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// A YAML or JSON file of names and values. It is read anew for each secret, so that a change
/// counts at once; it is refused, as SSH does with keys, while others on the machine can read it.
final class SecretsFile {
  /// Its name in the data folder.
  static final String NAME = "secrets.yaml";

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private final Path file;

  SecretsFile(Path file) {
    this.file = file;
  }

  Reading read(SecretReference reference) {
    byte[] bytes;
    try {
      var open = openToOthers();
      if (open.isPresent()) {
        return refused(
            reference,
            "others on this machine can read %s (%s). Run: chmod 600 %s"
                .formatted(file, open.get(), file));
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new Reading.Failed(
          Secrets.NOT_FOUND,
          "%s: there is no file %s. Make it, readable by its owner only, with the line %s: VALUE"
              .formatted(reference, file, reference.name()));
    } catch (IOException e) {
      return new Reading.Failed(
          Secrets.UNAVAILABLE, "%s: %s cannot be read: %s".formatted(reference, file, e));
    }
    return switch (DocumentReader.read(bytes)) {
      case Document.Unreadable(var flaws) -> {
        var place = flaws.getFirst().place();
        // The flaw's own words may quote the file.
        yield refused(
            reference,
            "%s is neither YAML nor JSON at line %d, column %d."
                .formatted(file, place.line(), place.column()));
      }
      case Document.Read(var root, var flaws) ->
          flaws.isEmpty()
              ? find(reference, root)
              : refused(
                  reference,
                  "%s has a flaw in line %d; a name may stand only once, for one."
                      .formatted(file, flaws.getFirst().place().line()));
    };
  }

  private Reading find(SecretReference reference, Node root) {
    return switch (root) {
      case Node.Mapping names ->
          names
              .get(reference.name())
              .map(value -> SecretText.of(reference, text(value)))
              .orElseGet(
                  () ->
                      new Reading.Failed(
                          Secrets.NOT_FOUND,
                          "%s: %s has no such name. Add the line %s: VALUE"
                              .formatted(reference, file, reference.name())));
      case Node.Sequence _, Node.Scalar _ ->
          refused(reference, file + " must hold names and values, one a line, as NAME: VALUE.");
    };
  }

  private static String text(Node value) {
    return switch (value) {
      case Node.Scalar scalar -> scalar.toJson().isNull() ? "" : scalar.toJson().asText();
      case Node.Mapping mapping -> mapping.toJson().toString();
      case Node.Sequence sequence -> sequence.toJson().toString();
    };
  }

  /// The file's permissions, when they allow others anything; on file systems without such
  /// permissions nothing can be said.
  private Optional<String> openToOthers() throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class, new LinkOption[0]);
    if (view == null) {
      return Optional.empty();
    }
    var permissions = view.readAttributes().permissions();
    return permissions.stream().anyMatch(OF_OTHERS::contains)
        ? Optional.of(PosixFilePermissions.toString(permissions))
        : Optional.empty();
  }

  private static Reading refused(SecretReference reference, String cause) {
    return new Reading.Failed(Secrets.REFUSED, reference + ": " + cause);
  }
}
