package dev.millrace.integrations.actions;

import dev.millrace.definition.ActionKind;
import dev.millrace.definition.ActionLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The actions that come with Millrace.
public final class ShippedActions {
  /// What lists say of where they come from.
  public static final String FROM = "millrace";

  private static final List<String> NAMES =
      List.of("databricks_job", "github_workflow", "slack_message");

  /// The kinds that their bodies are made of.
  private static final Set<String> MADE_OF = Set.of("http", "tasks");

  private ShippedActions() {}

  /// All of them; none where the host lacks a kind that they are made of, as hosts for one purpose
  /// do.
  ///
  /// @param kinds the task kinds that the host has, of which their bodies are made
  /// @throws IllegalStateException when one of them is not sound with these kinds: the build is
  ///     broken
  public static ActionLibrary library(Collection<? extends ActionKind> kinds) {
    var names = kinds.stream().map(ActionKind::name).collect(Collectors.toSet());
    if (!names.containsAll(MADE_OF)) {
      return ActionLibrary.EMPTY;
    }
    var all = new ArrayList<ActionLibrary.Declared>();
    for (var name : NAMES) {
      switch (ActionLibrary.read(FROM, text(name), kinds)) {
        case ActionLibrary.Reading.Accepted(var action) -> all.add(action);
        case ActionLibrary.Reading.Refused(var problems) ->
            throw new IllegalStateException(name + " is not sound: " + problems);
      }
    }
    return ActionLibrary.of(all);
  }

  private static String text(String name) {
    try (var in = ShippedActions.class.getResourceAsStream(name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("no " + name + ".yaml beside " + ShippedActions.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
