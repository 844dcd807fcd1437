package io.throughline.finance.whatif;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Working days of entities. An entity without a calendar works every day. */
final class Calendars {

  private final Map<String, Bundle.Entity> entities;
  private final Map<String, Bundle.Calendar> calendars;

  Calendars(Map<String, Bundle.Entity> entities, Map<String, Bundle.Calendar> calendars) {
    this.entities = entities;
    this.calendars = calendars;
  }

  /** Why no work is done on a day: {@code holiday} before {@code weekend}; nothing on a working day. */
  List<String> off(String entity, LocalDate day) {
    var known = entities.get(entity);
    var calendar = known == null || known.calendar() == null ? null : calendars.get(known.calendar());
    if (calendar == null) return List.of();
    var weekday = Bundle.Weekday.valueOf(day.getDayOfWeek().name());
    boolean weekend = calendar.weekend().isEmpty() ? day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0 : calendar.weekend().contains(weekday);
    if (!calendar.holidays().contains(day)) return weekend ? List.of("weekend") : List.of();
    return weekend ? List.of("holiday", "weekend") : List.of("holiday");
  }

  LocalDate due(String entity, ContractFact contract, LocalDate day) {
    var due = day;
    for (int i = 0; contract.dueOnWorkingDay() && !off(entity, due).isEmpty() && i < 366; i++) due = due.plusDays(1);
    return due;
  }
}
