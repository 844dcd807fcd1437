package io.throughline.ear;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At an ERP whose contracts are no sales orders: what was sold and each version of it is there without anybody's hand. */
class ChangedAtTheErpIT {

  @ParameterizedTest
  @ValueSource(strings = {"dynamics-finance", "oracle-fusion"})
  void isWorthWhatTheVersionInForceIsWorth(String erp) throws Exception {
    try (var hub = HubFixture.start("changed-at-" + erp, Map.of("THROUGHLINE_ROLE_ERP", erp))) {
      var deal = Deal.won(hub, "Elsewhere").awaitOpening("done");
      assertThat(worth(hub, erp, deal)).isEqualByComparingTo("42000.00");

      Change.won(hub, deal, "Elsewhere, dearer", terms -> Change.first(terms, 1)).await("done");

      assertThat(Change.versions(hub, deal.thread())).containsExactly("1 in-force 42000.00", "2 in-force 49200.00");
      assertThat(worth(hub, erp, deal)).isEqualByComparingTo("49200.00");
      deal.awaitQuiet();
    }
  }

  private static BigDecimal worth(HubFixture hub, String erp, Deal deal) {
    var contract = hub.text("select contract_id from engagement where thread_id = '" + deal.thread() + "'");
    var worth = BigDecimal.ZERO;
    for (var line : hub.sandbox().get("control/observe/contract-lines?system=" + erp + "&contractId=" + contract).json()) worth = worth.add(new BigDecimal(line.get("value").asText()));
    return worth;
  }
}
