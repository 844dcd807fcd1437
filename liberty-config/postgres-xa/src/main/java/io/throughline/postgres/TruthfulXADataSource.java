package io.throughline.postgres;

import java.sql.SQLException;
import javax.sql.XAConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.xa.PGXADataSource;

/** The driver's XA data source, with connections that never call a branch finished when its outcome is unknown. */
public class TruthfulXADataSource extends PGXADataSource {

  @Override
  public XAConnection getXAConnection(String user, String password) throws SQLException {
    return new TruthfulXAConnection(getConnection(user, password).unwrap(BaseConnection.class));
  }
}
