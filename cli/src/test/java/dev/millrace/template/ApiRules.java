package dev.millrace.template;

import static dev.millrace.template.Templates.MAIN;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Rules for the HTTP API.
final class ApiRules {
  /// A token, or a signature, is the authorization of these.
  private static final Set<String> OPEN =
      Set.of(
          "POST /callbacks/{token}",
          "POST /callbacks/{token}/heartbeat",
          "GET /approvals/{token}",
          "POST /approvals/{token}",
          "POST /hooks/{dag}");

  private static final Set<String> ASKED_ABOUT = Set.of("Api", "HttpApi");

  private ApiRules() {}

  private static Stream<Resource> routes(Templates templates) {
    return templates.ofType("AWS::ApiGatewayV2::Route");
  }

  static List<TemplateRule> all() {
    return List.of(
        new TemplateRule(
            "routes are closed but for callbacks, approvals and webhooks: HTTP APIs are open unless told otherwise",
            templates ->
                routes(templates)
                    .filter(route -> !OPEN.contains(route.property("RouteKey").asText()))
                    .filter(
                        route ->
                            !route
                                .property("AuthorizationType")
                                .path("Fn::If")
                                .toString()
                                .equals("[\"UsesJwt\",\"JWT\",\"AWS_IAM\"]"))
                    .map(route -> route.but("is open")),
            new Fault(MAIN, "!If [UsesJwt, JWT, AWS_IAM]", "NONE")),
        new TemplateRule(
            "callbacks, approvals and webhooks are open, each of them",
            templates ->
                OPEN.stream()
                    .filter(
                        key ->
                            routes(templates)
                                .noneMatch(
                                    route ->
                                        route.property("RouteKey").asText().equals(key)
                                            && route
                                                .property("AuthorizationType")
                                                .asText()
                                                .equals("NONE")))
                    .map(key -> "nobody can call " + key),
            new Fault(
                MAIN, "RouteKey: POST /callbacks/{token}/heartbeat", "RouteKey: POST /beats")),
        new TemplateRule(
            "open routes are throttled: each call costs something",
            templates ->
                OPEN.stream()
                    .filter(
                        key ->
                            templates
                                    .resource(MAIN, "Stage")
                                    .property("RouteSettings")
                                    .path(key)
                                    .path("ThrottlingRateLimit")
                                    .asInt()
                                == 0)
                    .map(key -> "anybody can call any often " + key),
            new Fault(MAIN, "\"POST /callbacks/{token}\": {Th", "\"POST /beats\": {Th")),
        new TemplateRule(
            "callers are known by IAM unless the deployer says JWT",
            templates ->
                templates
                        .tree(MAIN)
                        .path("Parameters")
                        .path("Authorization")
                        .path("Default")
                        .asText()
                        .equals("IAM")
                    ? Stream.of()
                    : Stream.of("the default is not IAM"),
            new Fault(MAIN, "Default: IAM", "Default: JWT")),
        new TemplateRule(
            "access logs hold no path: those of callbacks and approvals hold tokens",
            templates ->
                templates
                    .ofType("AWS::ApiGatewayV2::Stage")
                    .filter(
                        stage -> {
                          var format = stage.property("AccessLogSettings").path("Format").asText();
                          return format.isEmpty()
                              || format.matches("(?s).*\\$context\\.(path|http\\.path).*");
                        })
                    .map(stage -> stage.but("logs the path")),
            new Fault(MAIN, "$context.routeKey", "$context.path")),
        new TemplateRule(
            "API and functions speak payload format 2.0, through the alias",
            templates ->
                templates
                    .ofType("AWS::ApiGatewayV2::Integration")
                    .filter(
                        integration ->
                            !integration.property("PayloadFormatVersion").asText().equals("2.0")
                                || !integration
                                    .property("IntegrationUri")
                                    .path("Ref")
                                    .asText()
                                    .endsWith(".Alias"))
                    .map(integration -> integration.but("goes past the alias")),
            new Fault(
                MAIN,
                "IntegrationUri: !Ref ApiFunction.Alias",
                "IntegrationUri: !GetAtt ApiFunction.Arn")),
        new TemplateRule(
            "this API alone may call its functions",
            templates ->
                templates
                    .ofType("AWS::Lambda::Permission")
                    .filter(
                        permission ->
                            !References.has(permission.property("SourceArn"), "Api")
                                || !permission
                                    .property("FunctionName")
                                    .path("Ref")
                                    .asText()
                                    .endsWith(".Alias"))
                    .map(permission -> permission.but("lets other APIs in")),
            new Fault(MAIN, ":${Api}/*", ":*/*")),
        new TemplateRule(
            "a guided deployment has no route to ask about: Enter at every prompt must succeed",
            templates ->
                templates.functions().stream()
                    .filter(
                        function ->
                            !function.setting("FunctionUrlConfig").isMissingNode()
                                || function.events().stream()
                                    .anyMatch(event -> ASKED_ABOUT.stream().anyMatch(event::isOf)))
                    .map(function -> function.but("is asked about")),
            new Fault(MAIN, "Type: Schedule", "Type: HttpApi")));
  }
}
