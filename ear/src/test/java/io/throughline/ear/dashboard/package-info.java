/**
 * The dashboard as people use it: an installed browser on the shipped archive.
 *
 * <p>The tests read and press what a person sees; they must not know how the pages are made, nor call what the pages call.
 */
package io.throughline.ear.dashboard;
