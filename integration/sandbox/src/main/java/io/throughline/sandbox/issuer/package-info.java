/**
 * The quick start's own OpenID Connect issuer: demo users named after their role, RS256 tokens. Not for production, where any
 * issuer takes its place by configuration.
 */
package io.throughline.sandbox.issuer;
