package io.throughline.messaging;

import io.throughline.system.Role;
import jakarta.ejb.MessageDriven;

/** Commands to the delivery system; queue and concurrency are configuration. */
@MessageDriven(name = "DeliveryCommands")
public class DeliveryCommands extends Commands {

  public DeliveryCommands() {
    super(Role.DELIVERY);
  }
}
