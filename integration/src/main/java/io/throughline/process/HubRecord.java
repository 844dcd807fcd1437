package io.throughline.process;

import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import java.util.Map;

/**
 * Rows of the hub that a plan's {@code record} step writes, in the journey's transaction.
 *
 * @param <T> the plan's trigger
 */
public interface HubRecord<T> {

  /** The name plans use. */
  String name();

  /** Whether the rows may be written; held, the journey waits for its owner and asks again when it is resumed. */
  default Verdict fit(Story<T> story) {
    return Verdict.FIT;
  }

  /** Writes the rows and answers what later steps need. */
  Map<String, Object> write(Story<T> story, String journeyId);
}
