package io.throughline.web;

import io.throughline.web.security.Roles;
import jakarta.annotation.security.DeclareRoles;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** Everything under {@code /api}: found by its annotations. Addresses outside it: {@code /hooks}, {@code /problems}, {@code /health}, {@code /metrics}, {@code /openapi}. */
@ApplicationPath("/api")
@LoginConfig(authMethod = "MP-JWT")
@DeclareRoles({Roles.SALES_OPS, Roles.DELIVERY, Roles.FINANCE, Roles.OPERATOR, Roles.AUDITOR, Roles.ADMIN})
public class ApiApplication extends Application {}
