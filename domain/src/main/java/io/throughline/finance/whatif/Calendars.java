package io.throughline.finance.whatif;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Map;

/** Working days of entities. An entity without a calendar works every day. */
final class Calendars {

  private final Map<String, Bundle.Entity> entities;
  private final Map<String, Bundle.Calendar> calendars;

  Calendars(Map<String, Bundle.Entity> entities, Map<String, Bundle.Calendar> calendars) {
    this.entities = entities;
    this.calendars = calendars;
  }

  /** {@code holiday}, {@code weekend}, or null on a working day. */
  String off(String entity, LocalDate day) {
    var known = entities.get(entity);
    var calendar = known == null || known.calendar() == null ? null : calendars.get(known.calendar());
    if (calendar == null) return null;
    if (calendar.holidays().contains(day)) return "holiday";
    var weekday = Bundle.Weekday.valueOf(day.getDayOfWeek().name());
    boolean weekend = calendar.weekend().isEmpty() ? day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0 : calendar.weekend().contains(weekday);
    return weekend ? "weekend" : null;
  }

  LocalDate due(String entity, ContractFact contract, LocalDate day) {
    var due = day;
    for (int i = 0; contract.dueOnWorkingDay() && off(entity, due) != null && i < 366; i++) due = due.plusDays(1);
    return due;
  }
}
