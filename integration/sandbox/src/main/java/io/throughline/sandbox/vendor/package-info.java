/**
 * How a vendor is described: its folder {@code vendors/<vendor>/vendor.yaml} read into collections, fields, rules and
 * routes. It must not know a vendor by name, nor hold any row.
 */
package io.throughline.sandbox.vendor;
