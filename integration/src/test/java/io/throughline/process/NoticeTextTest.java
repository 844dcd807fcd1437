package io.throughline.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.process.NoticeText.Digest;
import io.throughline.process.NoticeText.Item;
import io.throughline.process.NoticeText.Sum;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NoticeTextTest {

  private final NoticeText seesMoney = new NoticeText(true, Optional.of("https://hub.example/"));
  private final NoticeText seesNone = new NoticeText(false, Optional.empty());

  @Test
  void aReminderSaysWhatIsOpenNewOverdueAndOldest() {
    var sums = List.of(new Sum(2, new BigDecimal("42000"), "EUR"), new Sum(1, new BigDecimal("700"), "JPY"), new Sum(9, null, null));

    assertThat(seesMoney.title("finance", sums, true)).isEqualTo("12 exceptions still wait for finance: EUR 42000.00, JPY 700 at risk");
    var parts = seesMoney.text(new Digest(1, 4, LocalDate.parse("2026-11-02"), 2, LocalDate.parse("2026-11-20")), 12, List.of(item(7, true, "because"))).split("\n\n");
    assertThat(parts).hasSize(3);
    assertThat(parts[0]).isEqualTo("One is new.\n2 have become overdue since 2026-11-20.\nThe oldest waits since 2026-11-02: exception 4: https://hub.example/#/exceptions/4");
    assertThat(parts[1]).startsWith("Lumen, Advice\nAt risk: EUR 42000.00 by 2026-09-07\nTAX_PROFILE_INCOMPLETE: ").endsWith("\nexception 7 (new): https://hub.example/#/exceptions/7");
    assertThat(parts[2]).isEqualTo("and 11 more: https://hub.example/#/exceptions");
  }

  @Test
  void tellsNoAmountToWhoSeesNone() {
    assertThat(seesNone.title("ada", List.of(new Sum(1, new BigDecimal("42000"), "EUR")), true)).isEqualTo("An exception still waits for ada");
    assertThat(seesNone.text(null, 1, List.of(item(7, true, "because")))).contains("\nAt risk: by 2026-09-07\n").doesNotContain("EUR", "42000").endsWith("\nexception 7");
  }

  /** A card of Teams has at most 28 KB. */
  @Test
  void tenItemsFitIntoAChatHoweverLongTheirReasons() {
    var items = LongStream.range(0, 10).mapToObj(id -> item(id, false, "x".repeat(9_000))).toList();

    assertThat(seesMoney.text(null, 10, items)).hasSizeLessThan(12_000).contains("x".repeat(300) + "…\n");
  }

  private static Item item(long id, boolean fresh, String reason) {
    return new Item(id, "TAX_PROFILE_INCOMPLETE", reason, "Advice", "Lumen", new BigDecimal("42000"), "EUR", LocalDate.parse("2026-09-07"), fresh);
  }
}
