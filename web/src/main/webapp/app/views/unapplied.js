/** Money that names no invoice, and where finance says it goes. */
import { get, post } from '../api.js';
import { date, money, zero } from '../format.js';
import { html } from '../html.js';
import { card, empty, ident, link, pager, table } from '../parts.js';
import { may } from '../session.js';

const crumb = { to: ['finance'], text: 'Finance' };
const path = id => `experience/v1/finance/unapplied-cash/${id.split(/:(.*)/s).slice(0, 2).map(encodeURIComponent).join('/')}`;

export const payments = (items, ui) => table({
  name: 'unapplied', ui, caption: 'Payments that pay no invoice', rows: items, none: 'All money that came pays an invoice.',
  columns: [
    { head: 'Payment', render: one => link(one.paymentId, 'finance', 'unapplied', `${one.system}:${one.paymentId}`) },
    { head: 'Who paid', render: one => html`${ident(one.payerId)}<br><span class="fine">${one.reference ?? 'says nothing'}</span>` },
    { head: 'Entity', render: one => one.entity },
    { head: 'Received', render: one => date(one.receivedOn) },
    { head: 'Came', num: true, render: one => money(one.amount, one.currency) },
    { head: 'Unapplied', num: true, render: one => money(one.unapplied, one.currency) },
  ],
});

export const list = {
  title: 'Money that pays no invoice',
  crumb,
  load: ({ query, signal }) => get(`experience/v1/finance/unapplied-cash?${new URLSearchParams(query)}`, signal),
  render: ({ items, next }, { query, ui }) => html`<p class="lead">In each currency the largest amount first.</p><div class="card">${payments(items, ui)}${pager(query, next, 'finance', 'unapplied')}</div>`,
};

export const one = {
  title: (found, { id } = {}) => `Payment ${found?.payment.paymentId ?? id ?? ''}`,
  crumb: { to: ['finance', 'unapplied'], text: 'Money that pays no invoice' },
  load: ({ id, signal }) => get(path(id), signal),
  render: ({ payment, invoices }) => html`<div class="card"><dl class="facts">
      <div><dt>Unapplied</dt><dd class="big">${money(payment.unapplied, payment.currency)}</dd></div>
      <div><dt>Came</dt><dd class="big">${money(payment.amount, payment.currency)}</dd></div>
      <div><dt>Received</dt><dd>${date(payment.receivedOn)}${payment.entity && html` by ${payment.entity}`}</dd></div>
      <div><dt>Who paid</dt><dd>${ident(payment.payerId)}</dd></div>
      <div><dt>They wrote</dt><dd>${payment.reference ?? '–'}</dd></div>
    </dl></div>
    ${card('Which invoices it pays', zero(payment.unapplied) ? empty('Nothing of it lies unapplied', 'All of it pays invoices, or it went back.') : invoices.length ? choose(payment, invoices) : empty('Nothing is open', 'Who paid, and whom they pay for, owe this entity nothing in this currency. It stays theirs.'))}`,
  actions: {
    async apply(values, { id }) {
      const allocations = Object.entries(values).filter(([, amount]) => amount).map(([invoiceId, amount]) => ({ invoiceId, amount }));
      if (!allocations.length) throw new Error('No invoice has an amount.');
      await post(`${path(id)}/applications`, { allocations });
      return 'Applied. Project and deal are told.';
    },
  },
};

const choose = (payment, invoices) => html`<form data-act="apply">${table({
  name: 'payable', caption: 'Open invoices, by what is due first', rows: invoices,
  columns: [
    { head: 'Invoice', render: bill => html`${link(bill.number, 'finance', 'invoices', bill.invoiceId)}<br><span class="fine">${bill.client}</span>` },
    { head: 'Engagement', render: bill => link(bill.engagement, 'engagements', bill.threadId) },
    { head: 'Due', render: bill => date(bill.dueOn) },
    { head: 'Open', num: true, render: bill => money(bill.open, payment.currency) },
    { head: 'Pays', num: true, render: bill => (may('finance', 'admin') ? html`<input name="${bill.invoiceId}" value="${bill.suggested ?? ''}" inputmode="decimal" autocomplete="off" aria-label="What it pays of ${bill.number}">` : money(bill.suggested, payment.currency)) },
  ],
})}${may('finance', 'admin') && html`<p class="fine">Suggested: what fits exactly, else the oldest due. The ERP is not told: apply it there too; what it applies counts in the place of this.</p><button class="main">Apply</button>`}</form>`;
