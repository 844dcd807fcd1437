/**
 * A won deal becomes an active project with a contract and a billing schedule.
 *
 * <p>The terms must be complete and approved, the contract signed by everybody where the deal asks for that, and the client fit to be billed, before anything is created. The customer, project,
 * schedule and contract are opened in the ERP, the project and its work in delivery. Activating the project is the pivot: people can
 * book time from then on, so nothing is taken back any more. Then the deal and resource management are told. A deal that several of our
 * entities deliver is one agreement with an opening for each.
 */
package io.throughline.journey.engagementopening;
