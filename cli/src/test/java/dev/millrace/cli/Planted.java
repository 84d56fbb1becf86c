package dev.millrace.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Secrets, connections that sign in with them in every way, and a DAG that fails with each in
/// every way.
final class Planted {
  private static final ClientPem CLIENT = ClientPem.made();

  /// What is not sent but used: to sign, to prove that one has it.
  static final Set<String> PROOFS = Set.of("aws/key", "pem/key");

  /// By their names.
  static final Map<String, String> SECRETS = secrets();

  /// Of nobody, with the key that is among the secrets.
  static final String CERTIFICATE = CLIENT.certificate();

  private Planted() {}

  /// Documents by the names of the connections, without their first lines.
  static Map<String, String> connections(EchoServer server) {
    var all = new LinkedHashMap<String, String>();
    var base = "baseUrl: " + server.url("") + "\n";
    all.put("basic", base + "auth: {basic: {user: ada, password: secret://basic}}\n");
    all.put("bearer", base + "auth: {bearer: {token: secret://bearer}}\n");
    all.put("header", base + "auth: {apiKey: {header: X-Key, key: ssm://key/header}}\n");
    all.put("key", base + "auth: {apiKey: {query: key, key: ssm://key/query}}\n");
    all.put("extra", base + "headers: {X-Tenant: secret://extra}\n");
    all.put(
        "oauth",
        base
            + "auth: {oauth2: {tokenUrl: \""
            + server.url("/token")
            + "\", clientId: me, clientSecret: secret://client}}\n");
    all.put(
        "refused",
        base
            + "auth: {oauth2: {tokenUrl: \""
            + server.url("/http_401")
            + "\", clientId: me, clientSecret: secret://client, sentAs: body}}\n");
    all.put(
        "signed",
        base
            + "auth: {sigv4: {service: execute-api, region: eu-west-1, accessKeyId: secret://aws/id,"
            + " secretAccessKey: secret://aws/key, sessionToken: secret://aws/session}}\n");
    all.put(
        "mtls",
        "baseUrl: "
            + server.insecureUrl()
            + "\nauth: {mtls: {certificate: ssm://pem/certificate, key: ssm://pem/key},"
            + " bearer: {token: secret://bearer}}\n");
    return all;
  }

  /// Every connection with every way to fail, and one that succeeds.
  static String dag(EchoServer server) {
    var tasks = new StringBuilder("dag: planted\nconcurrency: {tasks: 20}\ntasks:\n");
    for (var connection : connections(server).keySet()) {
      for (var path : EchoServer.PATHS) {
        tasks.append(
            """
              %s_%s:
                http: {post: /%s, connection: %s, json: {a: 1}%s}
                retry: none
                timeout: %s
                allowFailure: true
            """
                .formatted(
                    connection,
                    path,
                    path,
                    connection,
                    switch (path) {
                      case "unexpected" -> ", expect: {when: \"${ result.body.no = true }\"}";
                      case "poll" ->
                          ", poll: {get: \"${ result.headers.location }\", every: 1s, until: \"${"
                              + " result.body.done }\"}";
                      default -> "";
                    },
                    path.equals("slow") ? "6s" : "1m"));
      }
    }
    return tasks.toString();
  }

  private static Map<String, String> secrets() {
    var all = new LinkedHashMap<String, String>();
    all.put("basic", "pl4nted-basic/7f+3a=");
    all.put("bearer", "pl4nted-bearer/9c+1d=");
    all.put("key/header", "pl4nted-header/2b+8e=");
    all.put("key/query", "pl4nted-query/5a+6f=");
    all.put("extra", "pl4nted \"extra\"/4d+0c=");
    all.put("client", "pl4nted-client/3e+7b=");
    all.put("aws/id", "PL4NTEDACCESSKEYID");
    all.put("aws/key", "pl4nted-access-key/6c+5e=");
    all.put("aws/session", "pl4nted-session/8d+2a=");
    all.put("pem/key", CLIENT.key());
    return all;
  }

  /// What would give a secret away.
  static List<String> forms(String secret) {
    var forms = new ArrayList<String>();
    for (var part : secret.startsWith("-----") ? secret.lines().toList() : List.of(secret)) {
      if (part.startsWith("-----") || part.length() < 8) {
        continue;
      }
      forms.add(part);
      forms.add(URLEncoder.encode(part, StandardCharsets.UTF_8));
      forms.add(part.replace("\"", "\\\""));
      forms.add(base64(part));
      forms.add(base64("ada:" + part));
      forms.add(base64("me:" + URLEncoder.encode(part, StandardCharsets.UTF_8)));
    }
    return forms;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
