package io.throughline.system;

/**
 * What the hub asks of the system in which people are employed (HCM). It is only read. Feeds: {@code workers} (kind {@code worker}), which
 * tells each person with entity, capacity and cost rate by date, so that a move is told as any other change; {@code leave} (kind {@code leave}).
 */
public interface People extends Command {

  @Override
  default Role asked() {
    return Role.PEOPLE;
  }

  /** Reads a person as the system has it now; the answer is a {@code worker}. */
  record ReadWorker(String personId) implements People {
    @Override
    public boolean effectFree() {
      return true;
    }
  }
}
