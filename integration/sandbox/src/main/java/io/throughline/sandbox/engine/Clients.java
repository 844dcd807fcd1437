package io.throughline.sandbox.engine;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.throughline.sandbox.language.Json;
import io.throughline.sandbox.vendor.Vendor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The programs registered with a vendor. A client's key pair is made when first asked for and kept, so that the quick start
 * can hand the private half to the hub; a client may also register a public key of its own.
 */
public final class Clients {

  /** What RS256 and PS256 need; a vendor that wants longer keys says so ({@code tokens.keyBits}). */
  private static final int LEAST_BITS = 2048;

  private final Vendor vendor;
  private final Path file;
  private final Map<String, JWK> keys = new LinkedHashMap<>();

  /** @param file where keys are kept, or null to keep nothing */
  public Clients(Vendor vendor, Path file) {
    this.vendor = vendor;
    this.file = file;
    if (file != null && Files.exists(file)) read();
  }

  private void read() {
    try {
      var kept = Json.MAPPER.readTree(Files.readString(file));
      for (var names = kept.fieldNames(); names.hasNext(); ) {
        var id = names.next();
        keys.put(id, JWK.parse(Json.write(kept.get(id))));
      }
    } catch (IOException | ParseException unusable) {
      throw new IllegalStateException("client keys " + file, unusable);
    }
  }

  boolean known(String id) {
    return Optional.ofNullable(secret(id)).isPresent();
  }

  String secret(String id) {
    for (var client : vendor.described().path("tokens").path("clients")) {
      if (client.path("id").asText().equals(id)) return client.path("secret").asText("");
    }
    return null;
  }

  synchronized Optional<JWK> key(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  public synchronized void register(String id, JWK key) {
    keys.put(id, key);
    keep();
  }

  /** What a quick start needs to sign in as each client: id, secret, private key (PKCS#8 PEM). */
  public synchronized com.fasterxml.jackson.databind.JsonNode shown() {
    var shown = Json.array();
    for (var client : vendor.described().path("tokens").path("clients")) {
      var id = client.path("id").asText();
      var entry = shown.addObject().put("id", id).put("secret", client.path("secret").asText());
      var key = keys.computeIfAbsent(id, this::generated);
      if (key.isPrivate()) entry.put("keyId", key.getKeyID()).put("privateKey", pem(key));
    }
    keep();
    return shown;
  }

  private JWK generated(String id) {
    try {
      return new RSAKeyGenerator(vendor.described().path("tokens").path("keyBits").asInt(LEAST_BITS)).keyID(id + "-key").generate();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String pem(JWK key) {
    try {
      var encoded = key.toRSAKey().toPrivateKey().getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded) + "\n-----END PRIVATE KEY-----\n";
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void keep() {
    if (file == null) return;
    try {
      var all = Json.object();
      keys.forEach((id, key) -> all.set(id, Json.of(key.toJSONObject())));
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, Json.write(all));
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }
}
