package io.throughline.process;

import io.throughline.store.Json;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the steps of a journey were answered; insert-only. */
@ApplicationScoped
class Answers {

  @Inject Sql sql;
  @Inject Clock clock;

  private record Answer(String step, Map<String, Object> said) {}

  void keep(JourneyRow journey, String step, Map<String, Object> answer) {
    sql.run(
        "insert into journey_answer (journey_id, step, item, generation, answer, at) values (?, ?, ?, ?, ?, ?)",
        journey.id, step, journey.item, journey.generation, Json.write(answer), clock.instant());
  }

  JourneyStory<Object> story(JourneyRow journey, Class<?> trigger) {
    var answers = new LinkedHashMap<String, List<Map<String, Object>>>();
    for (var answer :
        sql.list(
            row -> new Answer(row.text("step"), Json.read(row.text("answer"))),
            "select step, answer from journey_answer where journey_id = ? and generation = ? order by at, step, item",
            journey.id, journey.generation)) {
      answers.computeIfAbsent(answer.step(), step -> new ArrayList<>()).add(answer.said());
    }
    return new JourneyStory<>(Json.read(journey.trigger, trigger), journey.threadId, journey.businessKey, answers);
  }
}
