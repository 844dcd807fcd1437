package io.throughline.messaging;

import io.throughline.system.Role;
import jakarta.ejb.MessageDriven;

/** Commands to the people system; queue and concurrency are configuration. */
@MessageDriven(name = "PeopleCommands")
public class PeopleCommands extends Commands {

  public PeopleCommands() {
    super(Role.PEOPLE);
  }
}
