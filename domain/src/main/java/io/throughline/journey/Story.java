package io.throughline.journey;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a journey knows so far: what started it and what each step was answered.
 *
 * @param <T> the trigger
 */
public interface Story<T> {

  T trigger();

  /** The engagement's one id. */
  String threadId();

  /** The journey's business key, unique over all journeys. */
  String key();

  /** The answers of a step, one a command, in the order asked; empty if it was not asked or had nothing to ask. */
  List<Map<String, Object>> answers(String step);

  /** The same journey as one that was started by something else tells it. */
  default <S> Story<S> with(S trigger) {
    var told = this;
    return new Story<>() {
      @Override
      public S trigger() {
        return trigger;
      }

      @Override
      public String threadId() {
        return told.threadId();
      }

      @Override
      public String key() {
        return told.key();
      }

      @Override
      public List<Map<String, Object>> answers(String step) {
        return told.answers(step);
      }
    };
  }

  /** The single answer of a step. */
  default Optional<Map<String, Object>> answer(String step) {
    return answers(step).stream().findFirst();
  }

  /** A word of a step's answer; empty if the step was not asked or did not say. */
  default Optional<String> said(String step, String word) {
    return answer(step).map(answer -> answer.get(word)).map(Object::toString);
  }
}
