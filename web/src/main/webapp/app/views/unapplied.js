/** Money that names no invoice, where finance says it goes, and for which engagement it came before the bill. */
import { get, post } from '../api.js';
import { saved } from '../csv.js';
import { date, instant, money, words, zero } from '../format.js';
import { html } from '../html.js';
import { ask, asked, card, choice, empty, ident, link, pager, saving, state, table } from '../parts.js';
import { may } from '../session.js';

const crumb = { to: ['finance'], text: 'Finance' };
const path = id => `experience/v1/finance/unapplied-cash/${id.split(/:(.*)/s).slice(0, 2).map(encodeURIComponent).join('/')}`;

/** What is not known, or none of who paid, has no name. */
const engagement = one => (one.engagement ? link(one.engagement, 'engagements', one.advance) : ident(one.advance));

export const payments = (items, ui) => table({
  name: 'unapplied', ui, caption: 'Payments that pay no invoice', rows: items, none: 'All money that came pays an invoice.',
  columns: [
    { head: 'Payment', render: one => link(one.paymentId, 'finance', 'unapplied', `${one.system}:${one.paymentId}`) },
    { head: 'Who paid', render: one => html`${ident(one.payerId)}<br><span class="fine">${one.reference ?? 'says nothing'}</span>` },
    { head: 'Entity', render: one => html`${one.entity}${one.advance && html`<br><span class="fine">advance for ${engagement(one)}</span>`}` },
    { head: 'Received', render: one => date(one.receivedOn) },
    { head: 'Came', num: true, render: one => money(one.amount, one.currency) },
    { head: 'Unapplied', num: true, render: one => money(one.unapplied, one.currency) },
  ],
});

export const list = {
  title: 'Money that pays no invoice',
  crumb,
  load: ({ query, signal }) => get(`experience/v1/finance/unapplied-cash?${new URLSearchParams(query)}`, signal),
  render: ({ items, next }, { query, ui }) => html`<p class="lead">In each currency the largest amount first.</p>${asked(query)}<div class="card"><p class="asks">${saving}</p>${payments(items, ui)}${pager(query, next, 'finance', 'unapplied')}</div>`,
  actions: { csv: (values, { query }) => saved('unapplied-cash', 'experience/v1/finance/unapplied-cash', query) },
};

export const one = {
  title: (found, { id } = {}) => `Payment ${found?.payment.paymentId ?? id ?? ''}`,
  crumb: { to: ['finance', 'unapplied'], text: 'Money that pays no invoice' },
  load: ({ id, signal }) => get(path(id), signal),
  render: ({ payment, invoices, applied, engagements }) => html`<div class="card"><dl class="facts">
      <div><dt>Unapplied</dt><dd class="big">${money(payment.unapplied, payment.currency)}</dd></div>
      <div><dt>Came</dt><dd class="big">${money(payment.amount, payment.currency)}</dd></div>
      <div><dt>Received</dt><dd>${date(payment.receivedOn)}${payment.entity && html` by ${payment.entity}`}</dd></div>
      <div><dt>Who paid</dt><dd>${ident(payment.payerId)}</dd></div>
      <div><dt>They wrote</dt><dd>${payment.reference ?? '–'}</dd></div>
      ${payment.advance && html`<div><dt>Advance for</dt><dd>${engagement(payment)} ${payment.engagementState && payment.engagementState !== 'active' ? state(payment.engagementState) : ''}</dd></div>`}
    </dl>${may('finance', 'admin') && !zero(payment.unapplied) && before(payment, engagements)}</div>
    ${card('Which invoices it pays', zero(payment.unapplied) ? empty('Nothing of it lies unapplied', 'All of it pays invoices, or it went back.') : invoices.length ? choose(payment, invoices) : empty('Nothing is open', 'Who paid, and whom they pay for, owe this entity nothing in this currency. It stays theirs.'))}
    ${applied.length > 0 && card('Applied here', back(payment, applied))}`,
  actions: {
    async apply(values, { id }) {
      const allocations = Object.entries(values).filter(([, amount]) => amount).map(([invoiceId, amount]) => ({ invoiceId, amount }));
      if (!allocations.length) throw new Error('No invoice has an amount.');
      await post(`${path(id)}/applications`, { allocations });
      return 'Applied. Project and deal are told.';
    },
    async advance({ threadId }, { id }) {
      await post(`${path(id)}/advance`, { threadId });
      return 'Said: the next invoices of the engagement deduct it.';
    },
    async none(values, { id }) {
      await post(`${path(id)}/advance`, {});
      return 'Said: it is an advance for none.';
    },
    async back({ invoiceId, reason }, { id }) {
      await post(`${path(id)}/applications/${encodeURIComponent(invoiceId)}/take-back`, { reason });
      return 'Taken back: it lies with who paid. Project and deal are told.';
    },
  },
};

const before = (payment, engagements) => html`<p class="asks">
  ${engagements.length > 0 && ask('advance', 'It is an advance…', html`${choice('For', 'threadId', payment.advance ?? engagements[0].threadId, engagements.map(one => [one.threadId, `${one.name} (${one.client})`]))}<p class="fine">The next invoices of the engagement deduct it as they are booked. Open ones are paid by what is applied here. The ERP is not told.</p><button class="main">It came before the bill</button>`)}
  ${payment.advance && ask('none', 'It is no advance…', html`<p>It lies with who paid, like any other money, until it is applied.</p><button class="main">It is no advance</button>`)}
</p>`;

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

const back = (payment, applied) => html`${table({
  name: 'applied', caption: 'What was applied here, the last first', rows: applied,
  columns: [
    { head: 'Invoice', render: bill => html`${link(bill.number, 'finance', 'invoices', bill.invoiceId)}<br><span class="fine">${bill.client}</span>` },
    { head: 'Engagement', render: bill => link(bill.engagement, 'engagements', bill.threadId) },
    { head: 'By', render: bill => html`${bill.by.startsWith('rule:') ? words(bill.by) : bill.by}<br><span class="fine">${instant(bill.at)}</span>` },
    { head: 'Pays', num: true, render: bill => money(bill.amount, payment.currency) },
  ],
})}${may('finance', 'admin') && html`<p class="asks">${ask('back', 'Take back…', html`${choice('From', 'invoiceId', applied[0].invoiceId, applied.map(bill => [bill.invoiceId, `${bill.number}: ${bill.amount} ${payment.currency}`]))}<label class="field"><span>Why</span><textarea name="reason" required maxlength="2000"></textarea></label><p class="fine">The invoice is open again, the money lies with who paid, is no advance any more, and no rule applies it. What the ERP applied is taken back there.</p><button class="main">Take back</button>`, { danger: true })}</p>`}`;
