package io.throughline.people;

import io.throughline.canonical.CostRate;
import io.throughline.canonical.Worker.Employment;
import io.throughline.canonical.Worker;
import io.throughline.facts.FactByFact;
import io.throughline.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** A person's employments and cost rates are kept by the day from which each holds; a newer version replaces what it says otherwise, never what it leaves alone. */
@ApplicationScoped
public class Workers extends FactByFact<Worker> {

  private static final String EMPLOYMENT = "employment";
  private static final String COST_RATE = "cost-rate";

  @Inject Sql sql;
  @Inject Moves moves;

  public Workers() {
    super("worker", Worker.class, "operator");
  }

  @Override
  protected void taken(Arrival arrival, Worker worker, boolean newer) {
    keep(arrival.source(), worker);
  }

  private void keep(String source, Worker worker) {
    sql.run(
        "insert into person (source, person_id, email, name, state, version, skills) values (?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (source, person_id) do update set email = excluded.email, name = excluded.name, state = excluded.state, version = excluded.version, skills = excluded.skills",
        source, worker.personId(), worker.email(), worker.name(), worker.state() == null ? Worker.State.ACTIVE : worker.state(), worker.version(), worker.skills().toArray(String[]::new));
    var changed = new ArrayList<String>();
    for (var employment : worker.employments()) if (keep(source, worker, employment)) changed.add("works for " + employment.entity() + " from " + employment.from());
    for (var rate : worker.costRates()) if (keep(source, worker, rate)) changed.add("has another cost rate from " + rate.from());
    if (worker.complete()) {
      withdraw(source, worker, EMPLOYMENT, worker.employments());
      withdraw(source, worker, COST_RATE, worker.costRates());
    }
    if (!changed.isEmpty()) moves.tell(source, worker, changed);
  }

  /** False if it is known already. */
  private boolean keep(String source, Worker worker, Employment employment) {
    var known =
        sql.one(
            row -> row.number("id"),
            "select id from person_term where source = ? and person_id = ? and kind = ? and valid_from = ? and current and entity = ? and department is not distinct from ? and title is not distinct from ? and weekly_minutes is not distinct from ?",
            source, worker.personId(), EMPLOYMENT, employment.from(), employment.entity(), employment.department(), employment.title(), employment.weeklyMinutes());
    if (known.isPresent()) return false;
    supersede(source, worker, EMPLOYMENT, employment);
    sql.run(
        "insert into person_term (source, person_id, kind, valid_from, entity, department, title, weekly_minutes, version) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        source, worker.personId(), EMPLOYMENT, employment.from(), employment.entity(), employment.department(), employment.title(), employment.weeklyMinutes(), worker.version());
    return true;
  }

  private boolean keep(String source, Worker worker, CostRate rate) {
    var known =
        sql.one(
            row -> row.number("id"),
            "select id from person_term where source = ? and person_id = ? and kind = ? and valid_from = ? and current and hourly_cost = ? and currency = ?",
            source, worker.personId(), COST_RATE, rate.from(), rate.ofAnHour(), rate.currency());
    if (known.isPresent()) return false;
    supersede(source, worker, COST_RATE, rate);
    sql.run(
        "insert into person_term (source, person_id, kind, valid_from, amount, currency, per, yearly_minutes, hourly_cost, version) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        source, worker.personId(), COST_RATE, rate.from(), new java.math.BigDecimal(rate.amount()), rate.currency(), rate.per(), rate.yearlyMinutes(), rate.ofAnHour(), worker.version());
    return true;
  }

  private void supersede(String source, Worker worker, String kind, Worker.Dated dated) {
    sql.run("update person_term set current = false where source = ? and person_id = ? and kind = ? and valid_from = ? and current", source, worker.personId(), kind, dated.from());
  }

  /** What a complete list leaves out was a mistake. */
  private void withdraw(String source, Worker worker, String kind, List<? extends Worker.Dated> stands) {
    var days = stands.stream().map(dated -> dated.from().toString()).toArray(String[]::new);
    sql.run("update person_term set current = false where source = ? and person_id = ? and kind = ? and current and not (valid_from::text = any (?))", source, worker.personId(), kind, days);
  }
}
