package io.throughline.thread.view;

import java.util.Locale;

/** Who looks, and what is shown. Cost rates are shown to nobody, and what all work of an engagement cost to finance alone. */
public enum Audience {
  /** What was sold, what became of it, whether it is billed and paid; not who worked when. */
  SALES(true, false, false),
  /** The work: people, hours, milestones; no money. */
  DELIVERY(false, true, false),
  /** Money with the hours behind it. */
  FINANCE(true, true, true),
  /** Everything, to be able to repair it. */
  OPERATIONS(true, true, true);

  final boolean money;
  final boolean work;
  final boolean ledger;

  Audience(boolean money, boolean work, boolean ledger) {
    this.money = money;
    this.work = work;
    this.ledger = ledger;
  }

  /** As addresses write it. */
  public static Audience named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
