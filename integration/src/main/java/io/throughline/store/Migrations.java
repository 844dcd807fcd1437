package io.throughline.store;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the schema up to date before any listener starts: this module is the first of the archive. {@code db/callback} is empty, and there because Flyway logs an error where it is not. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Migrations {

  @Resource(lookup = "jdbc/migrate")
  DataSource database;

  /** The schema may have tables before the first migration: the server's own transaction log. */
  @PostConstruct
  void migrate() {
    Flyway.configure(Migrations.class.getClassLoader()).dataSource(database).locations("classpath:db/migration").baselineOnMigrate(true).baselineVersion("0").load().migrate();
  }
}
