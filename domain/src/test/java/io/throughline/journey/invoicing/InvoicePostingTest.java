package io.throughline.journey.invoicing;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.journey.Rehearsal;
import io.throughline.system.Erp;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InvoicePostingTest {

  private static final LocalDate DAY = LocalDate.parse("2026-09-30");

  @Test
  void postsReadsBooksAndTells() {
    var posting = rehearsed(InvoiceReady.Type.INVOICE);

    assertThat(posting.play()).isNull();

    posting.asked("postInvoice", "readInvoice", "reportInvoiceToProject", "reportInvoice");
    assertThat(InvoicePosting.TIME.steps().get(InvoicePosting.TIME.pivot()).name()).as("behind it nothing is taken back").isEqualTo("number-invoice");
  }

  @Test
  void takesBackWhatWasPostedAsTheErpCan() {
    var posting = rehearsed(InvoiceReady.Type.INVOICE);
    posting.play();

    assertThat(posting.undone()).containsExactly("voidInvoice");
    var takeBack = (Erp.VoidInvoice) InvoicePosting.TIME.steps().stream().filter(step -> step.name().equals("post-invoice")).findFirst().orElseThrow().undo().orElseThrow().apply(posting).get(0);
    assertThat(takeBack.invoiceId()).isEqualTo("77");
    assertThat(takeBack.reference()).as("another effect than the posting").isEqualTo("inv-1:taken-back");
  }

  @Test
  void takesACreditNoteBackByAnInvoice() {
    var posting = rehearsed(InvoiceReady.Type.CREDIT_NOTE);
    posting.play();

    posting.asked("postCreditNote", "readCreditNote", "reportInvoiceToProject", "reportInvoice");
    assertThat(posting.undone()).containsExactly("postInvoice");
  }

  @Test
  void journeysUnderWayKeepTheirPivot() {
    assertThat(InvoicePosting.EARLIER).hasSize(5).allSatisfy(plan -> assertThat(plan.steps().get(plan.pivot()).name()).isEqualTo("post-invoice"));
  }

  private static Rehearsal<InvoiceReady> rehearsed(InvoiceReady.Type type) {
    var lines = List.of(new Erp.InvoiceItem("L-1", "time-and-materials", "Build", 60L, "150.00", "150.00", null));
    return Rehearsal.of(InvoicePosting.TIME, new InvoiceReady("inv-1", type, "D-1", "P-1", "C-1", null, null, "TL-DE", "EUR", "150.00", DAY, DAY, null, lines))
        .answering("post-invoice", Map.of("invoiceId", "77"))
        .answering("read-invoice", Map.of("number", "INV-1", "status", "open", "total", "150.00"));
  }
}
