package dev.millrace.integrations.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/// A certificate that a client shows, with its key. Two of the same certificate and key are the
/// same, and requests of one may share connections.
final class ClientIdentity {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  /// Algorithms of keys, and how each signs.
  private static final Map<String, String> ALGORITHMS =
      Map.of("EC", "SHA256withECDSA", "RSA", "SHA256withRSA", "EdDSA", "EdDSA");

  private static final byte[] SIGNED = {1};

  private final String fingerprint;
  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private ClientIdentity(String fingerprint, List<X509Certificate> chain, PrivateKey key) {
    this.fingerprint = fingerprint;
    this.chain = List.copyOf(chain);
    this.key = key;
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
    var chain = chain(chainPem);
    if (chain.isEmpty()) {
      return new Reading.Wrong(
          "the certificate of mtls is no certificate in PEM. Keep it with its chain, each beginning"
              + " with -----BEGIN CERTIFICATE-----.");
    }
    if (!isInOrder(chain)) {
      return new Reading.Wrong(
          "the certificates of mtls are not in order. Keep the client's own first, and behind each"
              + " the one of whoever issued it.");
    }
    var keyText = KEY.matcher(keyPem);
    if (!keyText.find()) {
      return new Reading.Wrong(
          "the key of mtls is no private key in PEM (PKCS #8, not encrypted). Convert it with"
              + " openssl pkcs8 -topk8 -nocrypt.");
    }
    var key = key(keyText.group(1));
    if (key.isEmpty()) {
      return new Reading.Wrong("the key of mtls is no key of RSA, EC or EdDSA. Use one of these.");
    }
    if (!goTogether(chain.getFirst(), key.get())) {
      return new Reading.Wrong(
          "certificate and key of mtls do not go together. Keep the key of that certificate.");
    }
    var fingerprint = Signature4.hash((chainPem + "\n" + keyPem).getBytes(StandardCharsets.UTF_8));
    return new Reading.Read(new ClientIdentity(fingerprint, chain, key.get()));
  }

  private static List<X509Certificate> chain(String pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException _) {
      return List.of();
    }
  }

  private static boolean isInOrder(List<X509Certificate> chain) {
    for (var next = 1; next < chain.size(); next++) {
      var issuer = chain.get(next).getSubjectX500Principal();
      if (!chain.get(next - 1).getIssuerX500Principal().equals(issuer)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<PrivateKey> key(String base64) {
    for (var algorithm : ALGORITHMS.keySet()) {
      try {
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64));
        return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
      } catch (InvalidKeySpecException | NoSuchAlgorithmException | IllegalArgumentException _) {
        // of another algorithm, or none at all
      }
    }
    return Optional.empty();
  }

  /// Servers close the connection without a word when they do not.
  private static boolean goTogether(X509Certificate certificate, PrivateKey key) {
    try {
      var signature = Signature.getInstance(ALGORITHMS.getOrDefault(key.getAlgorithm(), "EdDSA"));
      signature.initSign(key);
      signature.update(SIGNED);
      var signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(SIGNED);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false; // keys of different algorithms
    }
  }

  /// What shows the certificate on a new connection. Making it takes milliseconds: the store that
  /// Java wants for it encrypts the key.
  KeyManager[] keys() {
    try {
      var password = new char[0];
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("client", key, password, chain.toArray(Certificate[]::new));
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, password);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key that signs cannot be kept", e);
    }
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
