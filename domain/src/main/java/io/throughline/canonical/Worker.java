package io.throughline.canonical;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A person who works for the firm, with what holds from which day on: the legal entity that employs, the capacity, the cost of an hour.
 *
 * <p>Dates: calendar days where the person works. Idempotency key: source, personId, version. Source: people (HCM).
 *
 * @param complete whether the lists are all there is or ever was: what an earlier version said and this one does not was a mistake. Otherwise
 *     each says what holds now, and what was told earlier stays
 * @param skills what the person can do beside the title
 */
public record Worker(
    String personId, String version, String email, String name, State state, boolean complete, List<Employment> employments, List<CostRate> costRates, List<String> skills) {

  public Worker {
    requireNonNull(personId, "personId");
    requireNonNull(version, "version");
    employments = employments == null ? List.of() : List.copyOf(employments);
    costRates = costRates == null ? List.of() : List.copyOf(costRates);
    skills = skills == null ? List.of() : List.copyOf(skills);
  }

  /** Whether the person is employed now. */
  public enum State {
    ACTIVE,
    INACTIVE
  }

  /** Something that holds from a day on, until the next. */
  public interface Dated {
    LocalDate from();
  }

  /** From a day on: which legal entity employs, as what, and for how many minutes a week. */
  public record Employment(LocalDate from, String entity, String department, String title, Long weeklyMinutes) implements Dated {
    public Employment {
      requireNonNull(from, "from");
      requireNonNull(entity, "entity");
    }
  }

  /** What held on a day; empty before the first. */
  public static <T extends Dated> Optional<T> on(List<T> dated, LocalDate day) {
    return dated.stream().filter(one -> !one.from().isAfter(day)).max(Comparator.comparing(Dated::from));
  }
}
