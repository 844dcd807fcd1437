package io.throughline.intake;

import io.throughline.connector.Connectors.Item;
import java.util.List;

/** Whoever takes facts of one kind, in the transaction that reads their evidence. */
public interface FactTaker {

  /** The kind it takes. */
  String kind();

  /** Takes a page of facts and says for each, by its key, what became of it. */
  List<Taken> take(Arrival arrival, List<Item> facts);

  /** Where the facts came from. */
  record Arrival(long evidenceId, String source, String mappingVersion) {}

  /** What became of one fact. {@code detail} says why where it is not accepted. */
  record Taken(String key, Outcome outcome, String detail) {}

  /** Joined by key, never by position. */
  enum Outcome {
    ACCEPTED,
    DUPLICATE,
    SUPERSEDED,
    UNCHANGED,
    HELD,
    REFUSED
  }
}
