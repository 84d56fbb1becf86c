package dev.millrace.integrations.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/// A certificate that a client shows, with its key. Two of the same certificate and key are the
/// same, and requests of one may share connections.
final class ClientIdentity {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  private final String fingerprint;
  private final KeyManager[] keys;

  private ClientIdentity(String fingerprint, KeyManager[] keys) {
    this.fingerprint = fingerprint;
    this.keys = keys;
  }

  /// What became of two texts.
  sealed interface Reading {
    /// They are a certificate and a key.
    record Read(ClientIdentity identity) implements Reading {}

    /// They are not.
    ///
    /// @param what is wrong and what to do, without anything of the texts
    record Wrong(String what) implements Reading {}
  }

  /// Reads a certificate with its chain, and its key, both in PEM.
  static Reading read(String chainPem, String keyPem) {
    List<Certificate> chain;
    try {
      chain =
          List.copyOf(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(
                      new ByteArrayInputStream(chainPem.getBytes(StandardCharsets.US_ASCII))));
    } catch (CertificateException _) {
      chain = List.of();
    }
    if (chain.isEmpty()) {
      return new Reading.Wrong(
          "the certificate of mtls is no certificate in PEM. Keep it with its chain, each beginning"
              + " with -----BEGIN CERTIFICATE-----.");
    }
    var key = KEY.matcher(keyPem);
    if (!key.find()) {
      return new Reading.Wrong(
          "the key of mtls is no private key in PEM (PKCS #8, not encrypted). Convert it with"
              + " openssl pkcs8 -topk8 -nocrypt.");
    }
    for (var algorithm : ALGORITHMS) {
      try {
        var encoded = Base64.getMimeDecoder().decode(key.group(1));
        var read =
            KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        return new Reading.Read(
            new ClientIdentity(
                Signature4.hash((chainPem + "\n" + keyPem).getBytes(StandardCharsets.UTF_8)),
                managers(chain, read)));
      } catch (InvalidKeySpecException | NoSuchAlgorithmException | IllegalArgumentException _) {
        // of another algorithm, or none at all
      } catch (GeneralSecurityException | IOException _) {
        return new Reading.Wrong(
            "certificate and key of mtls do not go together. Keep the key of that certificate.");
      }
    }
    return new Reading.Wrong("the key of mtls is no key of RSA, EC or EdDSA. Use one of these.");
  }

  private static KeyManager[] managers(List<Certificate> chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    var password = new char[0];
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("client", key, password, chain.toArray(Certificate[]::new));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  KeyManager[] keys() {
    return Arrays.copyOf(keys, keys.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClientIdentity identity && fingerprint.equals(identity.fingerprint);
  }

  @Override
  public int hashCode() {
    return fingerprint.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
