package io.throughline.process;

import io.throughline.journey.Story;
import java.util.List;
import java.util.Map;

/** A story read from rows. */
record JourneyStory<T>(T trigger, String threadId, String key, Map<String, List<Map<String, Object>>> answers) implements Story<T> {

  @Override
  public List<Map<String, Object>> answers(String step) {
    return answers.getOrDefault(step, List.of());
  }
}
