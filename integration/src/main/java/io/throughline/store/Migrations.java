package io.throughline.store;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the schema up to date before any listener starts: this module is the first of the archive. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Migrations {

  /** Of callbacks too, of which there are none: a folder that is not there is logged as an error. */
  private static final String FOLDER = "classpath:db/migration";

  @Resource(lookup = "jdbc/migrate")
  DataSource database;

  @PostConstruct
  void migrate() {
    Flyway.configure(Migrations.class.getClassLoader()).dataSource(database).locations(FOLDER).callbackLocations(FOLDER).load().migrate();
  }
}
