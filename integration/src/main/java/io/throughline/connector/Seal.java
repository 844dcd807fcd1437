package io.throughline.connector;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Optional;

/** A secret that a system chose, sealed by one that is configured here (JWE, A256GCM): what is stored is worth nothing alone. The configured one is hashed to the key: store no plain hash of it. */
final class Seal {

  private final byte[] key;

  Seal(byte[] configured) {
    try {
      key = MessageDigest.getInstance("SHA-256").digest(configured);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  String seal(String secret) {
    try {
      var sealed = new JWEObject(new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM), new Payload(secret));
      sealed.encrypt(new DirectEncrypter(key));
      return sealed.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java has AES/GCM", e);
    }
  }

  /** Empty when another secret sealed it: the system then has to be introduced again. */
  Optional<String> open(String sealed) {
    try {
      var box = JWEObject.parse(sealed);
      box.decrypt(new DirectDecrypter(key));
      return Optional.of(box.getPayload().toString());
    } catch (ParseException | JOSEException otherKey) {
      return Optional.empty();
    }
  }
}
