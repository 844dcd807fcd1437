package io.throughline.system;

import java.util.List;

/** What the hub asks of the system by which people are told something: mail, a chat. */
public interface Notices extends Command {

  @Override
  default Role asked() {
    return Role.NOTICES;
  }

  /**
   * Tells people something; the same reference again is the same message. Answers {@code messageId}.
   *
   * @param to where it goes, as the system names people and rooms; the hub asks for each by itself
   * @param title one line
   * @param text plain, with line breaks
   */
  record TellPeople(String reference, String by, List<String> to, String title, String text) implements Notices {}
}
