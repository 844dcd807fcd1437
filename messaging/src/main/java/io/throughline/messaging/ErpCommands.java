package io.throughline.messaging;

import io.throughline.system.Role;
import jakarta.ejb.MessageDriven;

/** Commands to the ERP system; queue and concurrency are configuration. */
@MessageDriven(name = "ErpCommands")
public class ErpCommands extends Commands {

  public ErpCommands() {
    super(Role.ERP);
  }
}
