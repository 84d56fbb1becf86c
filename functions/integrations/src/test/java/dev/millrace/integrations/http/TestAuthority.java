package dev.millrace.integrations.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// An authority that is made for a test and signs certificates of its servers, with the JDK's own
/// tool.
final class TestAuthority {
  private static final String PASSWORD = "not-a-secret";
  private static final String TYPE = "PKCS12";

  private final Path folder;
  private final String name;

  private TestAuthority(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /// Makes an authority.
  ///
  /// @param folder for its keys
  static TestAuthority in(Path folder, String name) throws IOException, InterruptedException {
    var authority = new TestAuthority(folder, name);
    authority.key(name, "-ext", "bc:critical=ca:true", "-validity", "2");
    return authority;
  }

  /// What a client has that trusts this authority and nobody else.
  Trust trusted() throws IOException, GeneralSecurityException {
    var trusted = trustManagers();
    return shown -> {
      try {
        var context = SSLContext.getInstance("TLS");
        context.init(shown.length == 0 ? null : shown, trusted, null);
        return context;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private TrustManager[] trustManagers() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(TYPE);
    store.load(null, null);
    store.setCertificateEntry(name, load(name).getCertificate(name));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }

  /// The certificate of a server or client with its chain, in PEM.
  String certificate(String alias) throws IOException, GeneralSecurityException {
    var pem = new StringBuilder();
    for (var certificate : load(alias).getCertificateChain(alias)) {
      pem.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return pem.toString();
  }

  /// Its private key, in PEM.
  String key(String alias) throws IOException, GeneralSecurityException {
    return pem("PRIVATE KEY", load(alias).getKey(alias, PASSWORD.toCharArray()).getEncoded());
  }

  private static String pem(String what, byte[] der) {
    var lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, lines, what);
  }

  /// A server whose certificate this authority has signed for a host.
  ///
  /// It trusts clients of this authority.
  ///
  /// @param validity what `keytool` is told of its time
  SSLContext server(String alias, String host, String... validity)
      throws IOException, InterruptedException, GeneralSecurityException {
    key(alias, "-ext", "san=dns:" + host, "-validity", "2");
    var request = folder.resolve(alias + ".csr");
    keytool(alias, "-certreq", "-alias", alias, "-file", request.toString());
    var signing =
        new ArrayList<>(
            List.of("-gencert", "-alias", name, "-infile", request.toString(), "-outfile"));
    signing.add(folder.resolve(alias + ".crt").toString());
    signing.addAll(List.of("-ext", "san=dns:" + host));
    signing.addAll(List.of(validity));
    keytool(name, signing.toArray(String[]::new));
    var authority = folder.resolve(alias + "-ca.crt");
    keytool(name, "-exportcert", "-alias", name, "-file", authority.toString());
    keytool(alias, "-importcert", "-noprompt", "-alias", name, "-file", authority.toString());
    keytool(
        alias,
        "-importcert",
        "-noprompt",
        "-alias",
        alias,
        "-file",
        folder.resolve(alias + ".crt").toString());
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(alias), PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trustManagers(), null);
    return context;
  }

  private void key(String alias, String... more) throws IOException, InterruptedException {
    var arguments =
        new ArrayList<>(
            List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias));
    arguments.addAll(List.of(more));
    keytool(alias, arguments.toArray(String[]::new));
  }

  private void keytool(String store, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-storetype", TYPE, "-storepass", PASSWORD, "-keystore", file(store).toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + said);
    }
  }

  private KeyStore load(String store) throws IOException, GeneralSecurityException {
    var loaded = KeyStore.getInstance(TYPE);
    try (var in = Files.newInputStream(file(store))) {
      loaded.load(in, PASSWORD.toCharArray());
    }
    return loaded;
  }

  private Path file(String store) {
    return folder.resolve(store + ".p12");
  }
}
