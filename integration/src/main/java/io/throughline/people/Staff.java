package io.throughline.people;

import io.throughline.canonical.Leave;
import io.throughline.canonical.Worker.Employment;
import io.throughline.canonical.Worker;
import io.throughline.connector.Connectors;
import io.throughline.journey.staffing.Candidate;
import io.throughline.journey.staffing.Capacity.Booked;
import io.throughline.journey.staffing.Capacity;
import io.throughline.journey.staffing.StaffingNeeded;
import io.throughline.store.Sql;
import io.throughline.system.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The people whom the system of people knows, as candidates for work between two days. */
@ApplicationScoped
class Staff {

  @Inject Sql sql;
  @Inject Connectors connectors;

  private record Person(String source, String personId, String name, String memberId, String[] skills) {}

  private record Cost(BigDecimal ofAnHour, String currency) {}

  /** Everybody with one of the roles. */
  List<Candidate> candidates(StaffingNeeded needed) {
    var roles = needed.demands().stream().map(demand -> demand.role().toLowerCase(Locale.ROOT)).distinct().toArray(String[]::new);
    return sql.list(
            row -> new Person(row.text("source"), row.text("person_id"), row.text("name"), row.text("member_id"), row.text("skills").isEmpty() ? new String[0] : row.text("skills").split("\n")),
            "select p.source, p.person_id, coalesce(p.name, p.person_id) as name, array_to_string(p.skills, chr(10)) as skills,"
                + " (select min(member_id) from member m where m.system = ? and lower(m.email) = lower(p.email)) as member_id from person p"
                + " where p.state = 'active' and (exists (select 1 from unnest(p.skills) skill where lower(skill) = any (?))"
                + " or exists (select 1 from person_term t where t.source = p.source and t.person_id = p.person_id and t.kind = 'employment' and t.current and lower(t.title) = any (?))) order by p.source, p.person_id",
            connectors.systemFor(Role.DELIVERY).orElse(""), roles, roles)
        .stream()
        .map(person -> candidate(person, needed.startOn(), needed.endOn()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** Empty for somebody who is not employed when the work begins. */
  private Optional<Candidate> candidate(Person person, LocalDate startOn, LocalDate endOn) {
    var employments = employments(person);
    return Worker.on(employments, startOn).map(employment -> {
      var cost = cost(person, startOn);
      return new Candidate(
          person.source(), person.personId(), person.memberId(), person.name(), skills(person, employment), employment.entity(), cost.map(Cost::ofAnHour).orElse(null), cost.map(Cost::currency).orElse(null),
          Capacity.free(startOn, endOn, employments, leave(person, startOn, endOn), booked(person, startOn, endOn)));
    });
  }

  private static Set<String> skills(Person person, Employment employment) {
    var skills = new HashSet<>(Arrays.asList(person.skills()));
    if (employment.title() != null) skills.add(employment.title());
    return skills;
  }

  private List<Employment> employments(Person person) {
    return sql.list(
        row -> new Employment(row.date("valid_from"), row.text("entity"), row.text("department"), row.text("title"), row.numberOrNull("weekly_minutes") == null ? Long.valueOf(0) : row.numberOrNull("weekly_minutes")),
        "select * from person_term where source = ? and person_id = ? and kind = 'employment' and current order by valid_from",
        person.source(), person.personId());
  }

  private Optional<Cost> cost(Person person, LocalDate on) {
    return sql.one(
        row -> new Cost(row.decimal("hourly_cost"), row.text("currency")),
        "select hourly_cost, currency from person_term where source = ? and person_id = ? and kind = 'cost-rate' and current and valid_from <= ? order by valid_from desc limit 1",
        person.source(), person.personId(), on);
  }

  private List<Leave> leave(Person person, LocalDate startOn, LocalDate endOn) {
    return sql.list(
        row -> new Leave(row.text("leave_id"), row.text("version"), person.personId(), row.date("start_on"), row.date("end_on"), Leave.State.APPROVED, row.numberOrNull("minutes")),
        "select * from person_leave where source = ? and person_id = ? and state = 'approved' and start_on <= ? and end_on >= ?",
        person.source(), person.personId(), endOn, startOn);
  }

  private List<Booked> booked(Person person, LocalDate startOn, LocalDate endOn) {
    return sql.list(
        row -> new Booked(row.date("start_on"), row.date("end_on"), row.number("minutes")),
        "select a.* from assignment a join engagement e using (thread_id) where e.state <> 'closed' and e.state <> 'undone' and a.source = ? and a.person_id = ? and a.start_on <= ? and a.end_on >= ?",
        person.source(), person.personId(), endOn, startOn);
  }
}
