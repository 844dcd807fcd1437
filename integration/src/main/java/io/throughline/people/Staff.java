package io.throughline.people;

import io.throughline.canonical.Leave;
import io.throughline.canonical.Worker.Employment;
import io.throughline.canonical.Worker;
import io.throughline.journey.staffing.Candidate;
import io.throughline.journey.staffing.Capacity.Booked;
import io.throughline.journey.staffing.Capacity;
import io.throughline.journey.staffing.StaffingNeeded;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The people whom the system of people knows, as candidates for work between two days. */
@ApplicationScoped
class Staff {

  @Inject Sql sql;

  private record Person(String source, String personId, String name, String memberId, String[] skills) {}

  /** What is known of one of them. */
  private record Of<T>(String source, String personId, T what) {}

  private record Rate(LocalDate from, BigDecimal ofAnHour, String currency) implements Worker.Dated {}

  /** Everybody with one of the roles who is employed when the work begins, as who they are known where it is done. */
  List<Candidate> candidates(StaffingNeeded needed, String projectSystem) {
    var people = people(projectSystem, needed.demands().stream().map(demand -> demand.role().toLowerCase(Locale.ROOT)).distinct().toArray(String[]::new));
    var known = new Known(people, needed.startOn(), needed.endOn());
    return people.stream().flatMap(person -> candidate(person, known, needed.startOn(), needed.endOn()).stream()).toList();
  }

  private List<Person> people(String projectSystem, String[] roles) {
    return sql.list(
        row -> new Person(row.text("source"), row.text("person_id"), row.text("name"), row.text("member_id"), row.text("skills").isEmpty() ? new String[0] : row.text("skills").split("\n")),
        "select p.source, p.person_id, coalesce(p.name, p.person_id) as name, array_to_string(p.skills, chr(10)) as skills,"
            + " (select min(member_id) from member m where m.system = ? and lower(m.email) = lower(p.email)) as member_id from person p"
            + " where p.state = 'active' and (exists (select 1 from unnest(p.skills) skill where lower(skill) = any (?))"
            + " or exists (select 1 from person_term t where t.source = p.source and t.person_id = p.person_id and t.kind = 'employment' and t.current and lower(t.title) = any (?))) order by p.source, p.person_id",
        projectSystem, roles, roles);
  }

  private static Optional<Candidate> candidate(Person person, Known known, LocalDate startOn, LocalDate endOn) {
    var employments = known.employments.of(person);
    return Worker.on(employments, startOn).map(employment -> {
      var rate = Worker.on(known.rates.of(person), startOn);
      return new Candidate(
          person.source(), person.personId(), person.memberId(), person.name(), skills(person, employment), employment.entity(), rate.map(Rate::ofAnHour).orElse(null), rate.map(Rate::currency).orElse(null),
          Capacity.free(startOn, endOn, employments, known.leave.of(person), known.booked.of(person)));
    });
  }

  private static Set<String> skills(Person person, Employment employment) {
    var skills = new HashSet<>(Arrays.asList(person.skills()));
    if (employment.title() != null) skills.add(employment.title());
    return skills;
  }

  /** Found by person. */
  private record ByPerson<T>(Map<List<String>, List<T>> all) {
    static <T> ByPerson<T> of(List<Of<T>> found) {
      return new ByPerson<>(found.stream().collect(Collectors.groupingBy(one -> List.of(one.source(), one.personId()), Collectors.mapping(Of::what, Collectors.toList()))));
    }

    List<T> of(Person person) {
      return all.getOrDefault(List.of(person.source(), person.personId()), List.of());
    }
  }

  /** What is known of all of them, asked once. */
  private final class Known {

    private static final String THEIRS = " x join (select unnest(?) as source, unnest(?) as person_id) wanted using (source, person_id) where ";

    final ByPerson<Employment> employments;
    final ByPerson<Rate> rates;
    final ByPerson<Leave> leave;
    final ByPerson<Booked> booked;

    Known(List<Person> people, LocalDate startOn, LocalDate endOn) {
      var sources = people.stream().map(Person::source).toArray(String[]::new);
      var ids = people.stream().map(Person::personId).toArray(String[]::new);
      employments =
          asked(
              row -> new Employment(row.date("valid_from"), row.text("entity"), row.text("department"), row.text("title"), row.numberOrNull("weekly_minutes") == null ? Long.valueOf(0) : row.numberOrNull("weekly_minutes")),
              "select * from person_term" + THEIRS + "x.kind = 'employment' and x.current order by x.valid_from", sources, ids);
      rates = asked(row -> new Rate(row.date("valid_from"), row.decimal("hourly_cost"), row.text("currency")), "select * from person_term" + THEIRS + "x.kind = 'cost-rate' and x.current", sources, ids);
      leave =
          asked(
              row -> new Leave(row.text("leave_id"), row.text("version"), row.text("person_id"), row.date("start_on"), row.date("end_on"), Leave.State.APPROVED, row.numberOrNull("minutes")),
              "select * from person_leave" + THEIRS + "x.state = 'approved' and x.start_on <= ? and x.end_on >= ?", sources, ids, endOn, startOn);
      booked =
          asked(
              row -> new Booked(row.date("start_on"), row.date("end_on"), row.number("minutes")),
              "select * from (select a.* from assignment a join engagement e using (thread_id) where e.state not in ('closed', 'undone'))" + THEIRS + "x.start_on <= ? and x.end_on >= ?", sources, ids, endOn, startOn);
    }

    private <T> ByPerson<T> asked(Sql.Reader<T> reader, String statement, Object... arguments) {
      return ByPerson.of(sql.list(row -> new Of<>(row.text("source"), row.text("person_id"), reader.read(row)), statement, arguments));
    }
  }
}
