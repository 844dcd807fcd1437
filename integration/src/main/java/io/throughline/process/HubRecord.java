package io.throughline.process;

import io.throughline.journey.Story;
import java.util.Map;

/**
 * Rows of the hub that a plan's {@code record} step writes, in the journey's transaction.
 *
 * @param <T> the plan's trigger
 */
public interface HubRecord<T> {

  /** The name plans use. */
  String name();

  /** Writes the rows and answers what later steps need. */
  Map<String, Object> write(Story<T> story, String journeyId);
}
