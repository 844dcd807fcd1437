package io.throughline.web.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.journey.Outcome.Field;
import io.throughline.web.problem.Problem;
import io.throughline.web.problem.Refused;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FactsTest {

  private static final String ENTRY =
      "{\"entryId\":\"1\",\"version\":\"2026-09-01T10:00:00Z\",\"projectId\":\"7\",\"taskId\":\"8\",\"personId\":\"9\",\"workDate\":\"2026-09-01\",\"minutes\":90,\"billable\":true,\"approval\":\"approved\"}";

  private static final String PAYMENT =
      "{\"paymentId\":\"1\",\"version\":\"1\",\"receivedOn\":\"2026-10-01\",\"amount\":\"120.00\",\"currency\":\"EUR\",\"allocations\":[{\"invoiceId\":\"5\",\"amount\":\"120.00\"}]}";

  @Test
  void takesOneFactOrAList() {
    assertThat(Facts.check(Kind.TIME_ENTRY, bytes(ENTRY))).isEqualTo(1);
    assertThat(Facts.check(Kind.TIME_ENTRY, bytes("[" + ENTRY + "," + ENTRY + "]"))).isEqualTo(2);
    assertThat(Facts.check(Kind.PAYMENT, bytes(PAYMENT))).isEqualTo(1);
  }

  @Test
  void saysWhatIsWrongWithWhatACreditWasUsedFor() {
    var use = "{\"creditNoteId\":\"7\",\"version\":\"1\",\"currency\":\"EUR\",\"applications\":[{\"invoiceId\":\"5\",\"amount\":\"20.00\"}],\"refunds\":[{\"refundId\":\"9\",\"amount\":\"30.00\",\"refundedOn\":\"2026-10-01\"}]}";

    assertThat(Facts.check(Kind.CREDIT_USE, bytes(use))).isEqualTo(1);
    assertThat(Facts.check(Kind.CREDIT_USE, bytes("{\"creditNoteId\":\"7\",\"version\":\"1\",\"currency\":\"EUR\"}"))).as("nothing any more").isEqualTo(1);
    assertThat(pointer(Kind.CREDIT_USE, use.replace("20.00", "-20.00"))).isEqualTo("/applications/0/amount");
    assertThat(pointer(Kind.CREDIT_USE, use.replace("30.00", "0"))).isEqualTo("/refunds/0/amount");
    assertThat(pointer(Kind.CREDIT_USE, use.replace(",\"refundedOn\":\"2026-10-01\"", ""))).isEqualTo("/refunds/0/refundedOn");
    assertThat(pointer(Kind.CREDIT_USE, use.replace("\"invoiceId\":\"5\",", ""))).isEqualTo("/applications/0/invoiceId");
    assertThat(pointer(Kind.CREDIT_USE, use.replace("EUR", "EUX"))).isEqualTo("/currency");
  }

  @Test
  void takesADealThatLacksWhatAPersonCanAddLater() {
    assertThat(Facts.check(Kind.WON_DEAL, bytes("{\"dealId\":\"006\",\"version\":\"1\",\"client\":{\"accountId\":\"001\",\"purchaseOrderRequired\":true}}"))).isEqualTo(1);
    assertThat(refusal(Kind.WON_DEAL, "{\"dealId\":\"006\",\"version\":\"1\",\"client\":{}}").errors())
        .containsExactly(new Field("/client/purchaseOrderRequired", "REQUIRED", "this field is required"));
  }

  @Test
  void refusesMinutesThatNoDayHas() {
    for (var minutes : new String[] {"0", "-5", "1441"}) {
      assertThat(refusal(Kind.TIME_ENTRY, ENTRY.replace("90", minutes)).errors()).containsExactly(new Field("/minutes", "MINUTES_IMPOSSIBLE", "a day has 1 to 1440 minutes"));
    }
    assertThat(Facts.check(Kind.TIME_ENTRY, bytes(ENTRY.replace("90", "1440")))).isEqualTo(1);
  }

  @Test
  void pointsIntoTheListAtEveryEntryThatIsWrong() {
    var problem = refusal(Kind.TIME_ENTRY, "[" + ENTRY + "," + ENTRY.replace("90", "0") + "," + ENTRY.replace("\"taskId\"", "\"task\"") + "]");

    assertThat(problem.status()).isEqualTo(422);
    assertThat(problem.errors()).extracting(Field::pointer).containsExactly("/1/minutes", "/2/task");
  }

  @Test
  void refusesWrongTypesInsteadOfGuessing() {
    assertThat(pointer(Kind.TIME_ENTRY, ENTRY.replace("90", "\"90\""))).isEqualTo("/minutes");
    assertThat(pointer(Kind.TIME_ENTRY, ENTRY.replace("90", "90.5"))).isEqualTo("/minutes");
    assertThat(pointer(Kind.TIME_ENTRY, ENTRY.replace("\"2026-09-01\"", "\"01.09.2026\""))).isEqualTo("/workDate");
    assertThat(pointer(Kind.TIME_ENTRY, ENTRY.replace("\"2026-09-01\"", "20260901"))).isEqualTo("/workDate");
    assertThat(pointer(Kind.TIME_ENTRY, ENTRY.replace("\"entryId\":\"1\"", "\"entryId\":1"))).isEqualTo("/entryId");
    assertThat(pointer(Kind.PAYMENT, PAYMENT.replace("\"amount\":\"120.00\",", "\"amount\":120.00,"))).isEqualTo("/amount");
  }

  @Test
  void refusesAmountsCurrenciesAndDatesThatAreNone() {
    assertThat(pointer(Kind.PAYMENT, PAYMENT.replace("EUR", "EUX"))).isEqualTo("/currency");
    assertThat(pointer(Kind.PAYMENT, PAYMENT.replaceFirst("120.00", "1.2e3"))).isEqualTo("/amount");
    assertThat(pointer(Kind.PAYMENT, PAYMENT.replaceFirst("120.00", "-120.00"))).isEqualTo("/amount");
    assertThat(pointer(Kind.PAYMENT, PAYMENT.replace("2026-10-01", "2026-13-01"))).isEqualTo("/receivedOn");
    assertThat(pointer(Kind.WON_DEAL, "{\"dealId\":\"006\",\"version\":\"1\",\"zone\":\"Mars/Olympus\"}")).isEqualTo("/zone");
    assertThat(pointer(Kind.WON_DEAL, "{\"dealId\":\"006\",\"version\":\"1\",\"lines\":[{\"lineId\":\"a\",\"billing\":\"barter\"}]}")).isEqualTo("/lines/0/billing");
  }

  @Test
  void refusesWhatNoRowCanHold() {
    assertThat(pointer(Kind.TIME_ENTRY, ENTRY.replace("\"taskId\":\"8\"", "\"taskId\":\"8\\u0000\""))).isEqualTo("/taskId");
    for (var year : new String[] {"-0001", "0000", "+10000", "+999999999"}) {
      assertThat(pointer(Kind.TIME_ENTRY, ENTRY.replace("\"2026-09-01\"", "\"" + year + "-09-01\""))).as(year).isEqualTo("/workDate");
      assertThat(pointer(Kind.WON_DEAL, "{\"dealId\":\"006\",\"version\":\"1\",\"approval\":{\"state\":\"approved\",\"by\":\"x\",\"at\":\"" + year + "-09-01T00:00:00Z\"}}")).as(year).isEqualTo("/approval/at");
    }
    assertThat(refusal(Kind.PAYMENT, PAYMENT.replace("\"5\"", "\"" + "5".repeat(256) + "\"")).errors()).containsExactly(new Field("/allocations/0/invoiceId", "TOO_LONG", "at most 255 characters"));
    assertThat(Facts.check(Kind.PAYMENT, bytes(PAYMENT.replace("\"5\"", "\"" + "5".repeat(255) + "\"").replace("2026-10-01", "9999-12-31")))).isEqualTo(1);
  }

  @Test
  void refusesAnAdvanceThatDoesNotSayForWhich() {
    var unapplied = PAYMENT.replace("\"allocations\"", "\"unapplied\":{\"amount\":\"20.00\",\"payerId\":\"7\",\"advance\":{\"threadId\":\"T-0123456789ab\"}},\"allocations\"");

    assertThat(Facts.check(Kind.PAYMENT, bytes(unapplied))).isEqualTo(1);
    assertThat(pointer(Kind.PAYMENT, unapplied.replace("\"threadId\":\"T-0123456789ab\"", ""))).isEqualTo("/unapplied/advance/threadId");
  }

  @Test
  void refusesNullAndEmptyTextBecauseAbsentIsAMissingKey() {
    assertThat(pointer(Kind.TIME_ENTRY, ENTRY.replace("\"8\"", "null"))).isEqualTo("/taskId");
    assertThat(pointer(Kind.TIME_ENTRY, ENTRY.replace("\"8\"", "\"\""))).isEqualTo("/taskId");
    assertThat(pointer(Kind.WON_DEAL, "{\"dealId\":\"006\",\"version\":\"1\",\"lines\":[null]}")).isEqualTo("/lines/0");
  }

  @Test
  void namesWhatIsRequired() {
    assertThat(refusal(Kind.TIME_ENTRY, "{}").errors()).extracting(Field::pointer).contains("/entryId", "/version", "/minutes", "/workDate");
    assertThat(refusal(Kind.TIME_ENTRY, "[]").errors()).extracting(Field::code).containsExactly("REQUIRED");
    assertThat(refusal(Kind.TIME_ENTRY, "").status()).isEqualTo(422);
    assertThat(refusal(Kind.TIME_ENTRY, "\"entry\"").errors()).extracting(Field::code).containsExactly("WRONG_TYPE");
  }

  @Test
  void callsBrokenJsonMalformed() {
    assertThat(refusal(Kind.TIME_ENTRY, "[{]").code()).isEqualTo("MALFORMED_JSON");
    assertThat(refusal(Kind.TIME_ENTRY, "{\"entryId\":\"1\",\"entryId\":\"2\"}").code()).isEqualTo("MALFORMED_JSON");
  }

  private static String pointer(Kind kind, String body) {
    var errors = refusal(kind, body).errors();
    assertThat(errors).hasSize(1);
    return errors.get(0).pointer();
  }

  private static Problem refusal(Kind kind, String body) {
    try {
      Facts.check(kind, bytes(body));
    } catch (Refused refused) {
      return refused.problem();
    }
    throw new AssertionError("taken: " + body);
  }

  private static byte[] bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8);
  }
}
