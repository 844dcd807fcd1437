package io.throughline.books;

import java.time.LocalDate;
import java.util.List;

/**
 * Something to look at before a month is closed; nothing of it is there where {@code sums} is empty.
 *
 * @param code {@code not-over}, {@code earlier-open}, {@code under-way} and {@code replay-differs} can keep a month from being closed; {@code drafts}, {@code unbilled}, {@code held}, {@code unapplied},
 *     {@code exceptions} and {@code refused} are not in it but perhaps should be
 * @param blocks whether the month is not closed while it is so
 */
public record OpenPoint(String code, boolean blocks, List<Sum> sums) {

  /**
   * All of it in one currency, or without one.
   *
   * @param items the first of them, the largest amount before the others; {@code count} is how many there are
   */
  public record Sum(String currency, long count, Long minutes, String amount, List<Item> items) {}

  /**
   * One of what is counted; what it does not have is absent.
   *
   * @param id of the document, engagement, payment ({@code system:paymentId}), exception or month ({@code entity:month})
   * @param text its own number or words
   * @param what a document's type, an exception's code, what a payer wrote
   */
  public record Item(String id, String text, String what, String engagement, String client, String state, LocalDate day, Long minutes, String amount) {}
}
