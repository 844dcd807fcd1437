package io.throughline.journey.customermaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.throughline.canonical.ClientAccount;
import io.throughline.journey.Rehearsal;
import io.throughline.system.Erp;
import org.junit.jupiter.api.Test;

class CustomerSyncTest {

  @Test
  void writesWhatTheCrmSaysToTheBillingAccount() {
    var sync = changed("DE1");

    assertThat(sync.play()).isNull();

    assertThat(sync.command(Erp.UpdateCustomer.class)).isEqualTo(new Erp.UpdateCustomer("C-9", "Acme SE", "DE1", "Weg 2", "Bonn", "53111", "DE", "TL-DE"));
  }

  @Test
  void writesNothingThatCouldNotBeBilled() {
    var sync = changed(" ");

    var held = sync.play();

    assertThat(held.code()).isEqualTo("TAX_PROFILE_INCOMPLETE");
    assertThat(held.fields()).extracting(field -> field.pointer()).containsExactly("/client/taxId");
    sync.asked();
  }

  private static Rehearsal<ClientChanged> changed(String taxId) {
    var client = new ClientAccount("001-1", "Acme", "Acme SE", taxId, "DE", new ClientAccount.Address("Weg 2", "Bonn", "53111"), "EUR", false, 30, null);
    return Rehearsal.of(CustomerSync.PLAN, new ClientChanged("crm", "v2", "TL-DE", "C-9", client));
  }
}
