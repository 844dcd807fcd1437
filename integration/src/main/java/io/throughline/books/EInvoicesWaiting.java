package io.throughline.books;

import io.throughline.canonical.FxRate;
import io.throughline.einvoice.EInvoices;
import io.throughline.einvoice.RulesReady;
import io.throughline.process.Journeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Invoices that were released before the official rules were compiled go on once they are; those whose tax could not be told in another currency, once its rate is. */
@ApplicationScoped
class EInvoicesWaiting {

  private static final Logger LOG = System.getLogger(EInvoicesWaiting.class.getName());

  @Inject EInvoices einvoices;
  @Inject EInvoicing said;
  @Inject Journeys journeys;

  void goOn(@Observes FxRate rate) {
    said.waiting(rate).forEach(journey -> journeys.resume(journey, "hub"));
  }

  void goOn(@Observes RulesReady ready) {
    einvoices.held().forEach(this::goOn);
  }

  /** In a transaction of its own: one that fails stays held and keeps nobody else. */
  private void goOn(String journey) {
    try {
      journeys.resume(journey, "hub");
    } catch (RuntimeException stays) {
      LOG.log(Level.WARNING, "journey={0}: stays held: {1}", journey, stays.toString());
    }
  }
}
