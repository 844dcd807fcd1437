/** Credit notes against invoices: what they settle, and where finance says what is owed of one goes. */
import { get, part, post } from '../api.js';
import { date, instant, minus, money, negative, zero } from '../format.js';
import { html } from '../html.js';
import { ask, card, empty, ident, link, shown, state, table } from '../parts.js';
import { may } from '../session.js';

const path = id => `experience/v1/finance/invoices/${encodeURIComponent(id)}/set-offs`;

const WHY = { correction: () => 'the note corrects it', erp: other => `applied in ${other.by}`, person: other => `by ${other.by}` };

const owed = one => one.type === 'credit-note' && ['posted', 'paid'].includes(one.state) && negative(one.open);

/** What credit notes settled was not paid; who sees no money is not told. */
export const stands = one => state(one.state === 'paid' && one.credited && !zero(one.credited) ? 'set-off' : one.state);

/** An invoice or note with what it may be set off against, where something of it is owed. */
export async function chosen(one, signal) {
  return owed(one) ? { ...one, choice: await part(get(path(one.id), signal)) } : one;
}

export const setOffs = one => html`${one.setOffs.length > 0 && card('Set off', html`${table({
  name: 'setoffs', caption: 'What credit notes settled', rows: one.setOffs,
  columns: [
    { head: one.type === 'credit-note' ? 'Invoice' : 'Credit note', render: other => link(other.number ?? other.documentId, 'finance', 'invoices', other.documentId) },
    { head: 'Why', render: other => html`${WHY[other.origin](other)}<br><span class="fine">${instant(other.at)}</span>` },
    { head: 'Amount', num: true, render: other => money(other.amount, one.currency) },
  ],
})}${one.type === 'credit-note' && may('finance', 'admin') && html`<p class="asks">${one.setOffs.filter(other => other.origin === 'person').map(other => ask(`back-${other.documentId}`, `Take back from ${other.number}…`, html`<input type="hidden" name="invoiceId" value="${other.documentId}"><label class="field"><span>Why</span><textarea name="reason" required maxlength="1000"></textarea></label><p class="fine">Both are open again.</p><button class="main">Take back</button>`, { act: 'back' }))}</p>`}`)}
  ${one.choice && card('Owed to the client', html`<p><strong>${money(minus('0', one.open), one.currency)}</strong> more was paid than is owed by now. Apply it to another invoice, or give it back, in the ERP; or set it off here.</p>${shown(one.choice, 'What is open', invoices => choose(one, invoices))}`)}`;

const said = (one, use) => {
  if (one.type === 'credit-note') return use.refund ? 'given back' : 'applied to';
  return use.refund ? 'money of it was given back for' : 'applied from';
};

/** What the ERP says of it, whether the books could follow or not. */
export const used = one => one.erpUses.length > 0 && card('In the ERP', table({
  name: 'uses', caption: one.type === 'credit-note' ? 'What the credit was used for there' : 'Which credits were used for it there', rows: one.erpUses,
  columns: [
    { head: 'What', render: use => html`${said(one, use)} ${use.documentId ? link(use.number ?? use.documentId, 'finance', 'invoices', use.documentId) : ident(use.erpId)}` },
    { head: 'Day', render: use => (use.on ? date(use.on) : '–') },
    { head: 'Amount', num: true, render: use => money(use.amount, one.currency) },
  ],
}));

const choose = (one, invoices) => (invoices.length ? table({
  name: 'open', caption: 'Open invoices of the client, by what is due first', rows: invoices,
  columns: [
    { head: 'Invoice', render: bill => html`${link(bill.number, 'finance', 'invoices', bill.invoiceId)}<br><span class="fine">due ${date(bill.dueOn)}</span>` },
    { head: 'Engagement', render: bill => link(bill.engagement, 'engagements', bill.threadId) },
    { head: 'Open', num: true, render: bill => money(bill.open, bill.currency) },
    { head: 'Takes off', num: true, render: bill => may('finance', 'admin') && html`<form data-act="setOff" class="inline"><input type="hidden" name="invoiceId" value="${bill.invoiceId}"><input name="amount" inputmode="decimal" autocomplete="off" placeholder="all" aria-label="What it takes off ${bill.number}; empty: as much as there is"> <button>Set off</button></form>` },
  ],
}) : empty('Nothing is open', 'The client owes this entity nothing in this currency.'));

export const actions = {
  async setOff({ invoiceId, amount }, { id }) {
    await post(path(id), amount ? { invoiceId, amount } : { invoiceId });
    return 'Set off. The ERP is not told: apply the credit there too.';
  },
  async back({ invoiceId, reason }, { id }) {
    await post(`${path(id)}/${encodeURIComponent(invoiceId)}/take-back`, { reason });
    return 'Taken back: both are open again.';
  },
};
