package io.throughline.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruthfulXAConnectionTest {

  @ParameterizedTest
  @ValueSource(strings = {"57P01", "57P02", "57P03", "08006"})
  void aDatabaseThatWentAwayIsUnavailableAndTheBranchIsNotGivenUp(String state) {
    assertThat(TruthfulXAConnection.truthful(failure(XAException.XAER_RMERR, state)).errorCode).isEqualTo(XAException.XAER_RMFAIL);
  }

  @Test
  void aRealFailureStaysOne() {
    assertThat(TruthfulXAConnection.truthful(failure(XAException.XAER_RMERR, "53100")).errorCode).isEqualTo(XAException.XAER_RMERR);
  }

  @Test
  void anUnknownBranchStaysUnknown() {
    assertThat(TruthfulXAConnection.truthful(failure(XAException.XAER_NOTA, "57P01")).errorCode).isEqualTo(XAException.XAER_NOTA);
  }

  private static XAException failure(int code, String state) {
    var failure = new XAException(code);
    failure.initCause(new SQLException("terminating connection", state));
    return failure;
  }
}
