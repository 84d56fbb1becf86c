package dev.millrace.definition;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.definition.document.Node;
import dev.millrace.definition.expression.Nearest;
import dev.millrace.definition.expression.Root;
import dev.millrace.definition.expression.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds the one action of a task among its keys and reads its arguments.
final class ActionSection {
  private final Section task;
  private final Node.Key name;
  private final Map<String, ActionKind> kinds;
  private final TaskSection.Surroundings around;
  private final Templates templates;
  private final List<String> keys;
  private final Set<String> actionNames;

  /// @param name the key of the task
  /// @param keys what may stand beside the action
  ActionSection(
      Section task,
      Node.Key name,
      TaskSection.Surroundings around,
      Templates templates,
      List<String> keys) {
    this.task = task;
    this.name = name;
    this.kinds = around.kinds();
    this.around = around;
    this.templates = templates;
    this.keys = keys;
    this.actionNames = new LinkedHashSet<>(kinds.keySet());
    actionNames.addAll(around.actions().names());
  }

  /// An action as far as it could be read.
  ///
  /// @param traits what the arguments mean; empty when something is wrong with them
  /// @param group the tasks of an inline group
  /// @param call how it is called, where a user declared it
  record Action(
      ActionKind kind,
      Optional<ActionKind.Traits> traits,
      Optional<Arguments> arguments,
      Optional<Definition> group,
      Optional<UserCall> call) {}

  /// The task's action. Notes unknown keys too, because one of them may be a mistyped action.
  ///
  /// @param names what the arguments' expressions may read
  Optional<Action> read(List<String> names) {
    var actions =
        task.mapping().entries().stream()
            .filter(e -> actionNames.contains(e.key().text()))
            .toList();
    var unknown =
        task.mapping().entries().stream()
            .map(Node.Entry::key)
            .filter(key -> !actionNames.contains(key.text()) && !keys.contains(key.text()))
            .toList();
    if (actions.isEmpty()) {
      refuseMissingAction(unknown);
      return Optional.empty();
    }
    unknown.forEach(this::refuseUnknownKey);
    for (var other : actions.subList(1, actions.size())) {
      task.findings()
          .at(
              other.key(),
              "%s has two actions, %s in line %d and %s."
                  .formatted(
                      task.name(),
                      actions.getFirst().key(),
                      actions.getFirst().key().place().line(),
                      other.key()),
              "Keep one of them and move the other into a task of its own.");
    }
    var action = actions.getFirst();
    var declared = around.actions().actions().get(action.key().text());
    if (declared != null) {
      return new UserCallSection(task, declared, templates).read(action.value(), names);
    }
    var kind = kinds.get(action.key().text());
    return kind == null ? Optional.empty() : Optional.of(read(kind, action.value(), names));
  }

  private Action read(ActionKind kind, Node node, List<String> names) {
    var written = node.toJson();
    if (kind.holdsTasks()) {
      return group(kind, node, written, names);
    }
    var problems = kind.check(written);
    for (var problem : problems) {
      task.findings()
          .at(
              node.nearest(problem.pointer()),
              task.called(kind.name()) + ": " + problem.message(),
              problem.mend());
    }
    var known = new ArrayList<>(names);
    var extra = problems.isEmpty() ? kind.extraRoots(written) : List.of(Root.values());
    extra.forEach(root -> known.add(root.text()));
    return new Action(
        kind,
        problems.isEmpty() ? Optional.of(kind.traits(written)) : Optional.empty(),
        arguments(kind, node, written, known),
        Optional.empty(),
        Optional.empty());
  }

  private Action group(ActionKind kind, Node node, JsonNode written, List<String> names) {
    var group = new GroupSection(task, names, around).read(kind.name(), node, written, templates);
    return new Action(
        kind,
        group.map(_ -> kind.traits(written)),
        group.map(GroupSection.Group::captured),
        group.map(GroupSection.Group::definition),
        Optional.empty());
  }

  /// Addresses and deferred arguments become templates of their own; the rest is one template.
  private Optional<Arguments> arguments(
      ActionKind kind, Node node, JsonNode written, List<String> known) {
    var where = task.called(kind.name());
    var plain = written.deepCopy();
    var deferred = new LinkedHashMap<String, Template>();
    var withResult = Stream.concat(known.stream(), Stream.of(Root.RESULT.text())).toList();
    for (var pointer : kind.deferredArguments()) {
      var part = plain.at(pointer);
      if (!part.isMissingNode()) {
        remove(plain, JsonPointer.compile(pointer));
        templates
            .compile(where, node, pointer, part, withResult)
            .ifPresent(template -> deferred.put(pointer, template));
      }
    }
    var addresses = JsonNodeFactory.instance.objectNode();
    for (var key : kind.addressKeys()) {
      if (plain.path(key).isTextual()) {
        addresses.set(key, ((ObjectNode) plain).remove(key));
      }
    }
    var compiledPlain = templates.compile(where, node, "", plain, known);
    var compiledAddresses =
        addresses.isEmpty()
            ? Optional.<Template>empty()
            : templates.compile(where, node, "", addresses, known);
    return compiledPlain.map(
        template -> new Arguments(written, template, compiledAddresses, deferred));
  }

  private static void remove(JsonNode from, JsonPointer pointer) {
    if (from.at(pointer.head()) instanceof ObjectNode owner) {
      owner.remove(pointer.last().getMatchingProperty());
    }
  }

  private void refuseMissingAction(List<Node.Key> unknown) {
    var choices = both(keys, actionNames);
    // A key that is nearer to a key of tasks than to an action is a mistyped key, else the action.
    var meant =
        unknown.stream()
            .filter(key -> Section.meant(key.text(), choices).filter(keys::contains).isEmpty())
            .findFirst();
    for (var key : unknown) {
      if (meant.filter(key::equals).isEmpty()) {
        refuseUnknownKey(key);
      }
    }
    var available = "Available actions: " + String.join(", ", actionNames) + ".";
    meant.ifPresentOrElse(
        key ->
            task.findings()
                .at(
                    key,
                    task.name() + " has the unknown action \"" + key + "\".",
                    Nearest.of(key.text(), actionNames)
                        .map(near -> "Did you mean \"" + near + "\"? " + available)
                        .orElse(available)),
        () ->
            task.findings().at(name, task.name() + " has no action.", "Give it one. " + available));
  }

  private void refuseUnknownKey(Node.Key key) {
    task.unknownKey(key, both(keys, actionNames));
  }

  private static List<String> both(Collection<String> keys, Collection<String> actions) {
    return Stream.concat(keys.stream(), actions.stream()).toList();
  }
}
