package io.throughline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.sandbox.vendor.Catalogue;
import io.throughline.sandbox.vendor.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Vendors live in their folders only: no Java file names one, and each folder describes what it is called. */
class DescribedNotCodedTest {

  @Test
  void noVendorIsNamedInJava() throws IOException {
    var vendors = Catalogue.read(List.of()).stream().map(vendor -> vendor.name()).toList();
    assertThat(vendors).contains("salesforce", "kantata", "netsuite");

    try (var files = Files.walk(Path.of("src/main/java"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file).toLowerCase(Locale.ROOT)).as(file.toString()).doesNotContain(vendors);
      }
    }
  }

  @Test
  void oneStandardVendorAnswersEachDrive() {
    var verbs = Catalogue.read(List.of()).stream().map(Vendor::described).filter(vendor -> vendor.path("standard").asBoolean()).flatMap(vendor -> Stream.of(vendor.path("drives"), vendor.path("observes"))).flatMap(drives -> StreamSupport.stream(Spliterators.spliteratorUnknownSize(drives.fieldNames(), 0), false)).toList();

    assertThat(verbs).contains("win-deal", "approve-time", "pay-invoice").doesNotHaveDuplicates();
  }

  @Test
  void everyVerbOfADescriptionIsAnswered() {
    for (var vendor : Catalogue.read(List.of())) {
      vendor.routes().forEach(route -> {
        boolean own = route.described().has("answer") || route.does().equals("token") || route.does().equals("transform") || route.does().equals("graphql");
        boolean answered = vendor.described().path("answers").has(route.does().equals("next") ? "query" : route.does());
        assertThat(own || answered).as(vendor.name() + " answers " + route.does()).isTrue();
      });
      for (var kind : List.of("unauthorized", "no-such-path", "not-found", "unknown-field", "readonly-field", "missing-field", "invalid-value", "bad-reference",
          "duplicate", "in-use", "rule", "malformed-body", "wrong-content-type", "rate-limited", "quota", "server-error", "unavailable")) {
        assertThat(vendor.described().path("errors").path("kinds").has(kind)).as(vendor.name() + " words " + kind).isTrue();
      }
    }
  }
}
