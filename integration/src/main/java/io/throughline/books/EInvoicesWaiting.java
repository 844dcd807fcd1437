package io.throughline.books;

import io.throughline.einvoice.EInvoices;
import io.throughline.einvoice.RulesReady;
import io.throughline.process.Journeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Invoices that were released before the official rules were compiled go on once they are. */
@ApplicationScoped
@Transactional
class EInvoicesWaiting {

  @Inject EInvoices einvoices;
  @Inject Journeys journeys;

  void goOn(@Observes RulesReady ready) {
    einvoices.held().forEach(journey -> journeys.resume(journey, "hub"));
  }
}
