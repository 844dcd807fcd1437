/**
 * The small language in which vendors are described: JSON as exact values, templates with {@code ${...}} holes,
 * conditions and queries over rows. It must not know any vendor, nor HTTP.
 */
package io.throughline.sandbox.language;
