package io.throughline.process;

import io.throughline.connector.Connectors;
import io.throughline.system.Command;
import io.throughline.system.Erp;
import io.throughline.system.Role;
import io.throughline.thread.Engagements;
import io.throughline.thread.Engagements.Engagement;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Which system is asked. An engagement's customer is looked for in the ERP of its entity, as the settings say it then; that ERP keeps the engagement, and
 * the system of delivery that is the entity's by then: all else is asked there, whatever the settings say later. A message to people says itself by which system it goes.
 */
@ApplicationScoped
class Addressees {

  private static final String FIND_CUSTOMER = "findCustomer";
  private static final String CREATE_PROJECT = "createProject";

  @Inject Connectors connectors;
  @Inject Engagements engagements;
  @Inject Attempts attempts;

  /** Empty where it does not play the role, or none does. */
  Optional<String> of(String threadId, Command command) {
    return meant(threadId, command).filter(connectors.systemsFor(command.asked())::contains);
  }

  /** Why there is none. */
  String why(String threadId, Command command) {
    var role = command.asked().word();
    return meant(threadId, command).map(system -> system + " has to be asked, and throughline.role." + role + " does not name it").orElse("no system plays the role " + role);
  }

  /** A name that the settings have by mistake is not kept: once it is put right there, that counts. */
  void answered(String threadId, Reply reply) {
    if (reply.operation().equals(FIND_CUSTOMER)) engagements.livesIn(threadId, reply.system(), delivery(threadId).filter(connectors.systemsFor(Role.DELIVERY)::contains).orElse(null));
    if (reply.operation().equals(CREATE_PROJECT)) engagements.livesIn(threadId, engagements.of(threadId).map(Engagement::erpSystem).orElse(null), reply.system());
  }

  private Optional<String> meant(String threadId, Command command) {
    if (command.by() != null) return Optional.of(command.by());
    return command instanceof Erp.FindCustomer find ? connectors.systemFor(Role.ERP, find.contractingEntity()) : of(threadId, command.asked());
  }

  /** The one that keeps the engagement; where none does yet, whichever plays the role, delivery for its entity. */
  Optional<String> of(String threadId, Role role) {
    Optional<String> kept = switch (role) {
      case ERP -> engagements.of(threadId).map(Engagement::erpSystem);
      case DELIVERY -> engagements.of(threadId).map(Engagement::projectSystem);
      default -> Optional.empty();
    };
    return kept.or(() -> role == Role.DELIVERY ? delivery(threadId) : connectors.systemFor(role));
  }

  /** Of the entity whose ERP was asked for the customer: a person may have said another one than the deal. */
  private Optional<String> delivery(String threadId) {
    return connectors.systemFor(Role.DELIVERY, attempts.lastAsked(threadId, FIND_CUSTOMER).map(asked -> asked.get("contractingEntity")).map(Object::toString).orElse(null));
  }
}
