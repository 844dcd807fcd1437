/**
 * Where HTTP meets the sandbox: servlets that read a call in full, let a fault strike, and write the answer. They must not
 * know what a vendor's call means.
 */
package io.throughline.sandbox.front;
