package io.throughline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class XmlTest {

  @Test
  void readsElementsByLocalNameAttributesTextAndRepeats() throws Exception {
    var tree = read("<s:Envelope xmlns:s=\"urn:s\"><s:Body><Item><Note>a &amp; b</Note></Item><Item/><Amount currencyCode=\"EUR\">12.50</Amount></s:Body></s:Envelope>");

    assertThat(tree).isEqualTo(Map.of("Envelope", Map.of("Body", Map.of(
        "Item", List.of(Map.of("Note", "a & b"), ""), "Amount", Map.of("@currencyCode", "EUR", "#text", "12.50")))));
  }

  @Test
  void writesWhatAMappingMakes() {
    var body = new LinkedHashMap<String, Object>();
    body.put("@xmlns:s", "urn:s");
    body.put("Item", List.of(Map.of("Note", "<a> & \"b\""), Map.of("@n", "1", "#text", "x")));
    body.put("Gone", null);

    assertThat(new String(Xml.write(Map.of("s:Body", body)), StandardCharsets.UTF_8))
        .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Body xmlns:s=\"urn:s\"><Item><Note>&lt;a&gt; &amp; \"b\"</Note></Item><Item n=\"1\">x</Item></s:Body>");
  }

  @Test
  void fetchesNothingFromOutsideAndExpandsNoEntity() {
    assertThatThrownBy(() -> read("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")).isInstanceOf(IOException.class).hasMessageContaining("DOCTYPE");
    assertThatThrownBy(() -> read("<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/a.dtd\"><a/>")).isInstanceOf(IOException.class).hasMessageContaining("DOCTYPE");
  }

  private static Object read(String xml) throws IOException {
    return Xml.read(xml.getBytes(StandardCharsets.UTF_8));
  }
}
