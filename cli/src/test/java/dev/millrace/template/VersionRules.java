package dev.millrace.template;

import static dev.millrace.template.Templates.MAIN;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Rules for the versions of functions: what callers reach is what was deployed last.
final class VersionRules {
  private static final String SETTINGS = "Settings.VersionNumber";

  /// What reaches functions but needs no version: a function of another name is another function,
  /// and the settings' own number. Outputs of queues and roles change with the template's text.
  private static final Set<String> ASIDE = Set.of("NamePrefix", SETTINGS, "Api");

  private VersionRules() {}

  static List<TemplateRule> all() {
    return List.of(
        new TemplateRule(
            "SnapStart needs published versions and an alias",
            templates ->
                templates.functions().stream()
                    .filter(
                        function ->
                            !function
                                    .setting("SnapStart")
                                    .path("ApplyOn")
                                    .asText()
                                    .equals("PublishedVersions")
                                || !function.setting("AutoPublishAlias").asText().equals("live"))
                    .map(function -> function.but("has no snapshot that callers would use")),
            new Fault(MAIN, "AutoPublishAlias: live", "AutoPublishAlias: other")),
        new TemplateRule(
            "any change of a function publishes a version",
            templates ->
                templates.functions().stream()
                    .filter(
                        function -> !function.setting("AutoPublishAliasAllProperties").asBoolean())
                    .map(function -> function.but("keeps its old settings behind the alias")),
            new Fault(MAIN, "      AutoPublishAliasAllProperties: true\n", "")),
        new TemplateRule(
            "another version of the settings is another version of each function (decision 040)",
            templates ->
                templates.functions().stream()
                    .filter(
                        function ->
                            !References.has(function.setting("VersionDescription"), SETTINGS)
                                || !References.has(function.setting("Environment"), SETTINGS))
                    .map(function -> function.but("keeps its old settings behind the alias")),
            new Fault(
                MAIN,
                "VersionDescription: !Sub settings ${Settings.VersionNumber}",
                "VersionDescription: settings")),
        new TemplateRule(
            "every parameter and every name of the state that reaches a function is a setting",
            VersionRules::missingSettings,
            new Fault(MAIN, "        LogLevel ${LogLevel}\n", "")));
  }

  private static Stream<String> missingSettings(Templates templates) {
    var parameters = templates.tree(MAIN).path("Parameters");
    var settings =
        Set.copyOf(References.in(templates.resource(MAIN, "Settings").property("Content")));
    return templates.functions().stream()
        .flatMap(
            function ->
                Stream.of("Environment", "MemorySize", "Tracing", "Timeout", "LoggingConfig")
                    .flatMap(
                        name ->
                            Stream.concat(
                                References.in(function.resource().property(name)).stream(),
                                References.in(function.globals().path(name)).stream())))
        .filter(name -> parameters.has(name) || name.startsWith("State."))
        .filter(name -> !ASIDE.contains(name) && !settings.contains(name))
        .collect(Collectors.toSet())
        .stream()
        .map(name -> name + " reaches functions and is missing in Settings");
  }
}
