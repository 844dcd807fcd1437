package io.throughline.process;

import io.throughline.canonical.WonDeal;
import io.throughline.journey.Story;
import io.throughline.journey.Verdict;
import io.throughline.journey.engagementopening.EngagementOpening;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every country is open, or was taken back. */
@ApplicationScoped
class CountriesOpened implements HubRecord<WonDeal> {

  @Inject Sql sql;

  private record Country(String entity, String state, String projectId) {}

  @Override
  public String name() {
    return "countries-opened";
  }

  @Override
  public Verdict fit(Story<WonDeal> story) {
    var waits = countries(story.threadId()).stream().filter(country -> !country.state().equals("done") && !country.state().equals("undone")).map(country -> country.entity() + " is " + country.state()).toList();
    return waits.isEmpty() ? Verdict.FIT : new Verdict.Waiting(String.join(", ", waits));
  }

  @Override
  public Map<String, Object> write(Story<WonDeal> story, String journeyId) {
    var opened = countries(story.threadId()).stream().filter(country -> country.state().equals("done")).toList();
    var answer = new HashMap<String, Object>(Map.of("entities", opened.stream().map(Country::entity).toList()));
    if (!opened.isEmpty()) answer.put("projects", opened.stream().map(Country::projectId).collect(Collectors.joining(" ")));
    return answer;
  }

  private List<Country> countries(String master) {
    return sql.list(
        row -> new Country(row.text("contracting_entity"), row.text("state"), row.text("project_id")),
        "select e.contracting_entity, e.project_id, j.state from engagement e join journey j on j.thread_id = e.thread_id and j.plan = ? where e.master_thread = ? order by e.contracting_entity",
        EngagementOpening.PLAN.name(), master);
  }
}
