package io.throughline.thread;

import java.util.Arrays;
import java.util.Optional;

/** The codes of exception items in plain words: what each means, and what who reads it does now, and where. The one place for these words: the desk shows them, {@code docs/problems.md} repeats them. */
public enum Remedy {
  // what opens and changes engagements
  TERMS_INCOMPLETE("What was sold does not say enough to open or to change the contract.", "Correct the fields named here, or in the CRM: a newer version of the deal goes on by itself."),
  APPROVAL_MISSING("The deal is won, and nobody approved its terms.", "Approve it in the CRM; it goes on once the CRM says so. Was it won by mistake, undo it here."),
  PURCHASE_ORDER_MISSING("The client pays nothing without a purchase order, and a workstream has none.", "Ask the client for its number, and enter it here or on the line in the CRM."),
  CLIENT_MISSING("The deal names no client.", "Choose the account of the deal in the CRM; it goes on with the next version of the deal."),
  TAX_PROFILE_INCOMPLETE("The client cannot be billed: its address or its tax data are not complete.", "Enter what is missing here, and on the account in the CRM, so that it is right next time."),
  CREDIT_BLOCKED("The ERP has this client on credit hold.", "Agree with whoever keeps the limit: release the hold in the ERP, then resume. Otherwise undo."),
  CUSTOMER_AMBIGUOUS("The ERP has customers that may be this client, and none is certainly it.", "Choose one of those listed: correct the customer to its id, or to \"new\". Later deals of the client take the same."),
  CURRENCY_DIFFERS("The money is in another currency than what it is for: a deal in another than its customer has in the ERP, or a payment in another than its invoice.", "Correct the currency of the deal in the CRM, or of the customer or the payment in the ERP; then resume where a journey waits."),
  SIGNATURE_MISSING("The contract must be signed, and not everybody has signed it.", "Remind who has not, in the document system; it goes on by itself with the last signature."),
  SIGNATURE_NOT_CONFIRMED("A signed contract was announced, and the document system does not say so.", "Look at the document there: is it signed, and for this deal, resume; otherwise undo."),
  FILED_BYTES_DIFFER("The contract that was filed is not the one that was signed, by its length.", "Look at the file in the filing system, put the signed document in its place, then resume."),
  COUNTRY_ADDED("A country was added to a deal after its openings began.", "Take it out of this deal in the CRM, and win what it delivers as a deal of its own."),
  DEAL_CHANGED("The CRM says other terms than were sold; the contract stands as it was sold.", "Win a change order in the CRM, or put the deal back there: the item ends by itself."),
  DEAL_LOST("A deal that was won is not won any more in the CRM; nothing was undone.", "Say in the CRM that it is won, or undo the journey; behind its pivot end the lines by a change order and close the engagement on its thread."),
  AMENDS_ITSELF("A change order names itself as the deal that it changes.", "Name the deal that was won before it, in the CRM."),
  AMENDED_DEAL_UNKNOWN("A change order names a deal of which there is no engagement.", "Correct the deal that it amends, in the CRM. Is that one only about to open, wait: it goes on by itself."),
  ENGAGEMENT_UNDONE("A change order is for an engagement whose opening was taken back.", "Win the work as a deal of its own in the CRM, or name another deal there; then close this."),
  ENGAGEMENT_CLOSED("A change order is for an engagement that is closed to new time.", "Open the engagement again on its thread: it goes on by itself. Or close this, and say why."),
  CHANGE_UNDER_WAY("A change order was changed after systems were told of it.", "Undo its journey first; is it in force, win another change order in the CRM."),
  CHANGE_NEEDS_APPROVAL("A change order waits for finance before any system is told of it.", "Look at the new value, then resume to approve it, or undo."),
  TAKE_OVER_INCOMPLETE("What is said of an engagement that runs elsewhere does not fit what was sold.", "Withdraw the proposal under Finance, Take over, and propose it anew."),
  PROJECT_TAKEN("The project of an engagement that is to be taken over became another's meanwhile.", "Correct the project here, or undo."),
  CHANGE_WITHDRAWN("This version of the contract was taken back.", "Undo what is left of it; is it wanted after all, save the change order again in the CRM."),
  CONFIRM_BY_HAND("A part of the change cannot be told to a system by the hub.", "Do in that system what the fields say, then resume: that confirms it."),
  UNDERSTAFFED("Nobody is free with the skills and at the rate for a part of what was sold.", "Free somebody in the system of people, or assign somebody in the delivery system, then resume; otherwise undo the staffing."),
  NO_SYSTEM("No connected system plays the role that is needed for this step.", "An operator connects one (configuration, systems), then resumes."),
  LATE("A system has not answered for long; the call or its answer may be lost.", "Look at the system's page. Then ask again: what it did already is not done twice."),
  WITHDRAWN("A step was withdrawn before its system was asked; nothing was done there.", "Resume, or undo what was done before it."),
  ENGAGEMENT_PARKED("Its engagement is parked, because the hub found its own books wrong.", "Clear the INVARIANT item of the engagement first, then resume."),
  INVARIANT("The hub found something that must never be; it stopped there, and nothing wrong was kept.", "Report it with its text. Once that is put right, resume a message; close the item of an engagement, then resume what is held of it."),

  // time, expenses and milestones
  PROJECT_UNKNOWN("Work or an expense came for a project that belongs to no open engagement.", "Is the engagement being opened, wait: it is bound by itself. Otherwise move it to the right project in the delivery system, or resume once the project is known."),
  PROJECT_CLOSED("Work or an expense came after its engagement was closed to new time.", "Open the engagement again on its thread, then resume; or move or delete it in the delivery system."),
  CONTRACT_NOT_APPROVED("The terms that price it are not approved.", "Approve the deal in the CRM, then resume."),
  OUTSIDE_TERM("The day of the work is before the contract begins or after it ends.", "Correct the day in the delivery system, or extend the contract by a change order in the CRM; then resume."),
  OUTSIDE_SCOPE("The work is of a task or role that no line sold.", "Move it to a task that was sold, in the delivery system; or sell it by a change order in the CRM, or write it off on the thread. Then resume."),
  AMBIGUOUS_SCOPE("Several lines of the contract claim it alike.", "Name the task of one line in the delivery system; of expenses, leave only one line by a change order in the CRM. Then resume."),
  NO_RATE("No line has a rate for this work on its day.", "Add the rate by a change order in the CRM, or correct role or day in the delivery system; then resume."),
  NO_FACTOR("The line has no price for this kind of time, such as overtime.", "Agree on one by a change order in the CRM, or correct the kind in the delivery system; then resume."),
  NO_CONTRACT_LINE("No line of the contract bills it: expenses were not sold, or no line is this milestone.", "Sell it by a change order in the CRM; or mark it not billable, or correct its id, in the delivery system. Then resume."),
  CO_PENDING("People work on a change order that is not in force.", "Clear what holds its journey, on the thread: in force, it is billed by itself at the price that it says. Was it never agreed, undo the journey and move the time in the delivery system."),
  NO_EXCHANGE_RATE("It was spent in another currency than the contract's, and no rate of its day is known.", "Enter the rate in the ERP, or post it as fx-rate: the item ends by itself. A firm with monthly rates raises throughline.exchange.max-age-days."),
  BEYOND_TERMS("Billing it would come to more than the contract agrees.", "Agree on more by a change order in the CRM; it is billed once that is in force. Otherwise close this, and say why."),
  COMPLETED_ON_MISSING("A milestone is reported as completed without a day.", "Enter the day of completion in the delivery system; it goes on by itself."),
  ACCEPTANCE_MISSING("A milestone is completed, and no acceptance by the client is on record.", "Enter the reference of the acceptance at the milestone in the delivery system; it is billed by itself."),
  MILESTONE_SET_BACK("A milestone is billed, and the delivery system says that it is not completed any more.", "Is it done, complete it there again: the item ends. Is it not, credit the invoice that bills it, or discard the draft; it is billed again once it is completed."),
  MINUTES_IMPOSSIBLE("A time entry has less than a minute, or more than a day has.", "Correct it in the delivery system; the next version goes on by itself."),
  WORK_DATE_MISSING("A time entry does not say on which day it was worked.", "Enter the day in the delivery system; the next version goes on by itself."),
  WRITTEN_OFF("Time that was written off came again with more minutes.", "Resume to bill all of it after all, or write it off anew on the thread."),
  WRITE_OFF_TAKEN_BACK("A write-off was taken back, and its time is to be bound anew.", "Resume it."),
  WRITE_OFF_PROPOSED("Somebody wants not to bill this time.", "Another person of finance approves or declines it, under Finance, Write-offs."),
  RATE_DIFFERS("The delivery system keeps another rate than the contract; bills follow the contract.", "Correct the rate in the delivery system, or change the contract by a change order in the CRM: the item ends by itself once both agree."),

  // bills and cash
  TAX_DIFFERS("The ERP's total of the bill is not what its net and tax come to.", "Look at the tax code of the bill in the ERP, correct it there, then resume. Nothing is booked yet: where undo is offered, the next run bills it anew."),
  TAX_CURRENCY("The tax must also be told in the seller's own currency, and no rate of its day is known.", "Enter the rate in the ERP, or post it as fx-rate: it goes on by itself. A firm with monthly rates raises throughline.exchange.max-age-days. Otherwise undo the draft."),
  EINVOICE_RULE("The bill breaks a rule of e-invoices; the rule is named here.", "Correct what it names: the client in the CRM, or our entity in throughline.einvoice.sellers. Then resume, or undo the draft and run again."),
  EINVOICE_RULES_NOT_READY("The rules of e-invoices are still being loaded after the start of the server.", "Wait: it goes on by itself, within minutes."),
  TAKEN_BACK("The bill was taken back, and what it billed is open again.", "Undo what is left of it: the next invoice run bills it anew."),
  NEWER_TERMS_BOOKED("A bill on newer terms is booked already, and the months before it are closed.", "Undo this draft: the next invoice run bills anew what it holds."),
  INVOICE_VOIDED("The ERP voided an invoice that the hub made; its work still counts as billed.", "Ask in the ERP why, and take it back on the invoice's page: another person releases that, its work is billed again by the next invoice run, and the item ends. Was it billed there anew, close this, and say how."),
  OVERPAID("More was paid than is open on the invoice; the rest lies unapplied.", "Apply the rest to another invoice, under Finance, Money that pays no invoice; or pay it back in the ERP."),
  PAYMENT_TAKEN_BACK("A payment was taken back in the ERP, and its invoice is open again.", "Ask the client or the bank why, and collect it again; then close this, and say how."),
  CREDIT_OWED("A credit note takes off more than is open on what it corrects: the client has paid more than is owed.", "Apply it to another invoice, or give it back, in the ERP: the item ends once the ERP tells it. Or set it off on the note's page. Where the ERP does not tell, close this with a word on it."),
  CREDIT_USE_DIFFERS("The ERP has used more of a credit note, for invoices or refunds, than the hub can find.", "Compare the note's page with the ERP: an invoice that the hub does not have, a refund of what nobody paid, or a payment that is still to come. Correct it in the ERP, or close this, and say why."),
  RECEIVABLE_DIFFERS("The ERP says that more, or less, of an invoice is open than here, and no payment or credit that was told explains it.", "Look at the invoice there: money, a credit or a write-off that nobody told, or an amount that was changed by hand. Correct it there, or post the payment: the item ends by itself once both agree. May it stay so, close this, and say why."),
  UNAPPLIED("Money came that pays no invoice.", "Choose what it pays, or for which engagement it came before the bill, under Finance, Money that pays no invoice."),
  NOT_RECEIVED("The ERP reports a payment of nothing, or of less, that never came as money.", "Look at the payment in the ERP and correct it there; a newer version ends the item."),

  // what arrives, and systems
  UNREADABLE("Something arrived that is not what this feed brings.", "Look at the raw evidence, and correct it where it comes from; an operator corrects the mapping of a system that is described by your own folder, and has it read again here."),
  FACT_UNREADABLE("A record arrived with a value that cannot be read.", "Correct the field that is named at its source; the next version ends the item. Where it is the mapping that is wrong, correct that, and have it read again here."),
  VERSION_CONFLICT("A version of a record came twice, with different content; the first one counts.", "Save the record again at its source, so that it gets a newer version: that ends the item."),
  REFERENCE_UNKNOWN("The ERP does not know an entity, a currency, or an account that the hub will name to it.", "An operator creates it there, or corrects the settings of the system's folder; the item ends by itself at the next look."),
  SUBSCRIPTION_REFUSED("A system does not let the hub subscribe to its events; it is asked for changes by the clock instead.", "An operator gives the hub's user the right that is named, in that system; the item ends by itself.");

  /** What a system said, by a code of its own. */
  public static final Advice OF_A_SYSTEM = new Advice("A system did not take what the hub asked of it, or answered what the hub cannot read; the words are its own.", "Put right what they name, here or in that system, then resume. Or undo.");

  private final Advice advice;

  Remedy(String means, String remedy) {
    advice = new Advice(means, remedy);
  }

  /** {@code means}: what is so. {@code remedy}: what to do, and where. */
  public record Advice(String means, String remedy) {}

  /** Codes that are none of ours are a system's. */
  public static Advice of(String code) {
    return named(code).map(known -> known.advice).orElse(OF_A_SYSTEM);
  }

  public Advice advice() {
    return advice;
  }

  private static Optional<Remedy> named(String code) {
    return Arrays.stream(values()).filter(each -> each.name().equals(code)).findFirst();
  }
}
