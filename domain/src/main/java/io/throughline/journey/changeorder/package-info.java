/**
 * A change order makes a new version of a running contract.
 *
 * <p>It is a won deal that names the deal it amends. Its terms must be complete and approved, and signed where it asks for that; it takes its
 * turn behind the change orders before it. Then the CRM is told the version that is coming, delivery the budget and the work, the ERP the billing
 * plan and the contract: each can be taken back. What a system cannot be told a person does there and confirms. Only when all have confirmed is the
 * version in force, from its effective day on; until then work on what it adds is held with its price.
 */
package io.throughline.journey.changeorder;
