package io.throughline.einvoice;

import com.helger.diagnostics.error.IError;
import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.io.resource.inmemory.ReadableResourceByteArray;
import com.helger.phive.api.execute.ValidationExecutionManager;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.api.validity.IValidityDeterminator;
import com.helger.phive.peppol.PeppolValidation2026_05;
import com.helger.phive.xml.source.IValidationSourceXML;
import com.helger.phive.xml.source.ValidationSourceXML;
import io.throughline.canonical.Money;
import io.throughline.finance.TaxTreatment;
import io.throughline.finance.einvoice.EInvoice;
import io.throughline.finance.einvoice.EInvoice.Head;
import io.throughline.finance.einvoice.EInvoice.Type;
import io.throughline.finance.einvoice.Line;
import io.throughline.finance.einvoice.Party;
import io.throughline.journey.Outcome.Field;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The schema of UBL 2.1 and the rules of EN 16931 and Peppol BIS Billing 3 as their owners publish them. Making one compiles nothing yet;
 * the first check of each kind does, and takes seconds.
 */
final class OfficialRules {

  /** The release of the rules. */
  static final String RELEASE = "Peppol BIS Billing 3, " + PeppolValidation2026_05.VERSION_STR;

  private final IValidationExecutorSet<IValidationSourceXML> invoices;
  private final IValidationExecutorSet<IValidationSourceXML> creditNotes;

  OfficialRules() {
    var all = new ValidationExecutorSetRegistry<IValidationSourceXML>();
    PeppolValidation2026_05.init(all);
    invoices = of(all, PeppolValidation2026_05.VID_OPENPEPPOL_INVOICE_UBL_V3);
    creditNotes = of(all, PeppolValidation2026_05.VID_OPENPEPPOL_CREDIT_NOTE_UBL_V3);
  }

  private static IValidationExecutorSet<IValidationSourceXML> of(ValidationExecutorSetRegistry<IValidationSourceXML> all, DVRCoordinate rules) {
    var found = all.getOfID(rules);
    if (found == null) throw new IllegalStateException("no rules " + rules);
    return found;
  }

  /** Checks one document of each kind, so that the next check need not compile. */
  void compile() {
    for (var type : Type.values()) {
      var party = new Party("Nobody", "DE136695976", null, "Weg 1", "Berlin", "10115", "DE", null, null);
      var head = new Head(type, "1", LocalDate.EPOCH, null, null, "1", null, null, null, List.of(), party, party, null, null);
      broken(Ubl.of(EInvoice.of(head, List.of(Line.of("1", "Nothing", BigDecimal.ONE, Money.of("1.00", "EUR"), TaxTreatment.EXEMPT)))), head.isCreditNote());
    }
  }

  /** What is wrong with a document: the rule's id, its text, and where. Warnings do not count. */
  List<Field> broken(byte[] document, boolean creditNote) {
    var result = ValidationExecutionManager.executeValidation(IValidityDeterminator.createDefault(), creditNote ? creditNotes : invoices, ValidationSourceXML.create(new ReadableResourceByteArray(document)), Locale.ROOT);
    var broken = new ArrayList<Field>();
    result.getAllErrors().forEach(error -> broken.add(field(error)));
    return List.copyOf(broken);
  }

  private static Field field(IError error) {
    var id = error.getErrorID() == null ? "UBL-SCHEMA" : error.getErrorID();
    var where = error.getErrorFieldName() == null ? "" : error.getErrorFieldName();
    return new Field(where, id, String.valueOf(error.getErrorText(Locale.ROOT)).strip());
  }
}
