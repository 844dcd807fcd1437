package io.throughline.journey.staffing;

import io.throughline.canonical.Leave;
import io.throughline.canonical.Worker.Employment;
import io.throughline.canonical.Worker;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;

/**
 * The time that somebody has between two days, both included: the week's hours over its working days (Monday to Friday), less approved leave,
 * less other work, which is spread evenly over its own working days.
 */
public final class Capacity {

  private static final int WORKING_DAYS = 5;

  /** Other work of the same person. */
  public record Booked(LocalDate startOn, LocalDate endOn, long minutes) {}

  private Capacity() {}

  public static long free(LocalDate startOn, LocalDate endOn, List<Employment> employments, List<Leave> leave, List<Booked> booked) {
    var fifths = 0L; // a fifth of a week's minutes need not be whole
    for (var day = startOn; !day.isAfter(endOn); day = day.plusDays(1)) {
      if (works(day) && !isAway(day, leave)) fifths += Worker.on(employments, day).map(Employment::weeklyMinutes).orElse(0L);
    }
    var partly = leave.stream().filter(one -> isPartly(one) && !one.endOn().isBefore(startOn) && !one.startOn().isAfter(endOn)).mapToLong(Leave::minutes).sum();
    return fifths / WORKING_DAYS - partly - booked.stream().mapToLong(one -> share(one, startOn, endOn)).sum();
  }

  /** Rounded up: nobody is promised time that is not there. */
  private static long share(Booked booked, LocalDate startOn, LocalDate endOn) {
    var all = workingDays(booked.startOn(), booked.endOn());
    if (all == 0) return 0;
    var here = workingDays(later(booked.startOn(), startOn), earlier(booked.endOn(), endOn));
    return Math.floorDiv(booked.minutes() * here + all - 1, all);
  }

  private static boolean isAway(LocalDate day, List<Leave> leave) {
    return leave.stream().anyMatch(one -> one.state() == Leave.State.APPROVED && !isPartly(one) && !day.isBefore(one.startOn()) && !day.isAfter(one.endOn()));
  }

  /** Hours of one day, not the day: only those are taken. */
  private static boolean isPartly(Leave leave) {
    return leave.state() == Leave.State.APPROVED && leave.minutes() != null && leave.startOn().equals(leave.endOn());
  }

  private static long workingDays(LocalDate startOn, LocalDate endOn) {
    var days = 0L;
    for (var day = startOn; !day.isAfter(endOn); day = day.plusDays(1)) if (works(day)) days++;
    return days;
  }

  private static boolean works(LocalDate day) {
    return day.getDayOfWeek() != DayOfWeek.SATURDAY && day.getDayOfWeek() != DayOfWeek.SUNDAY;
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }
}
