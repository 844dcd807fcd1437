/**
 * What the hub asks of a system, by role: the commands, their answers and the feeds, in the field's own words.
 *
 * <p>Must not know: any vendor, any protocol, any mapping. A command names an operation that every connector of its role describes;
 * its components are the input of the connector's mapping, by name.
 */
package io.throughline.system;
