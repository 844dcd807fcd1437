/** Bills to review and release, what is not billed yet, what is not paid yet. */
import { get, part, post, raw } from '../api.js';
import { bars, pair } from '../charts.js';
import { byCurrency, date, hours, instant, minus, money, negative, sum, words, zero } from '../format.js';
import { html } from '../html.js';
import { ask, card, choice, empty, ident, link, pager, save, shown, state, table, to } from '../parts.js';
import { may } from '../session.js';
import { entries } from './lineage.js';

const STATES = [['draft', 'Drafts'], ['open', 'Open: not paid yet'], ['released', 'Released'], ['posted', 'Posted, not paid'], ['paid', 'Paid'], ['discarded', 'Discarded'], ['all', 'All']];
const crumb = { href: to('finance'), text: 'Finance' };

export const desk = {
  title: 'Finance',
  async load({ query, signal }) {
    const [invoices, unbilled, receivables, earned] = await Promise.all([
      get(`experience/v1/finance/invoices?${new URLSearchParams(asked(query))}`, signal),
      ...['unbilled', 'receivables', 'earned'].map(name => part(get(`experience/v1/finance/${name}`, signal))),
    ]);
    return { invoices, unbilled, receivables, earned };
  },
  render({ invoices, unbilled, receivables, earned }, { query, ui }) {
    const wanted = query.state ?? 'draft';
    return html`<div class="grid">
      ${card(wanted === 'draft' ? 'Drafts to review and release' : 'Invoices', html`
        <div class="tools"><form class="filter" data-act="filter" aria-label="Which invoices">${choice('State', 'state', wanted, STATES)}</form>${may('finance', 'admin') && run()}</div>
        ${bills(invoices.items, ui, wanted)}${pager({ state: wanted, ...query }, invoices.next, 'finance')}`, { wide: true })}
      ${card('Not billed yet, by age of the work', shown(unbilled, 'Unbilled time', data => ages(data, WORKED)), { more: { href: to('finance', 'unbilled'), text: 'By engagement' } })}
      ${card('Not paid yet, by age since due', shown(receivables, 'Receivables', data => ages(data, DUE)), { more: { href: to('finance', 'receivables'), text: 'By engagement' } })}
      ${card('Billed versus earned', shown(earned, 'What is earned', compared), { wide: true, more: { href: to('finance', 'earned'), text: 'By engagement' } })}
    </div>`;
  },
  actions: {
    async run({ through }) {
      const { documents } = await post('process/v1/invoice-runs', { through });
      return documents.length ? `${documents.length} drafted. Review them below.` : 'Nothing was due.';
    },
  },
};

/** Drafts unless another state is asked for. */
function asked({ state = 'draft', ...others }) {
  return state === 'all' ? others : { state, ...others };
}

function run() {
  const today = new Date();
  const lastOfMonth = new Date(Date.UTC(today.getFullYear(), today.getMonth(), 0)).toISOString().slice(0, 10);
  return ask('run', 'Run invoices…', html`<label class="field"><span>Time worked up to and with</span><input type="date" name="through" required value="${lastOfMonth}"></label><p class="fine">Drafts what is approved and not billed. Drafts wait for release; running again drafts nothing twice.</p><button class="main">Draft invoices</button>`);
}

const bills = (items, ui, wanted) => table({
  name: 'invoices', ui, caption: 'Invoices, the one drafted last first', rows: items, none: wanted === 'draft' ? 'No draft waits for review.' : 'No invoice is in this state.',
  columns: [
    { head: 'Invoice', render: one => html`${link(one.number ?? `${words(one.type)} ${one.state}`, 'finance', 'invoices', one.id)}<br><span class="fine">${words(one.origin)}</span>` },
    { head: 'Engagement', render: one => html`${link(one.engagement, 'engagements', one.threadId)}<br><span class="fine">${one.client}</span>` },
    { head: 'State', render: one => state(one.state) },
    { head: 'Net', num: true, render: one => money(one.net, one.currency) },
    { head: 'Open', num: true, render: one => money(one.open, one.currency) },
    { head: 'Invoiced', render: one => date(one.invoicedOn) },
    { head: 'Due', render: one => date(one.dueOn) },
  ],
});

const WORKED = [['0-30', '0–30 days', 'billed'], ['31-60', '31–60 days', 'open'], ['61-90', '61–90 days', 'stop'], ['over-90', 'Over 90 days', 'soft']];
const DUE = [['not-due', 'Not due', 'paid'], ...WORKED];

function ages({ asOf, items }, buckets) {
  const currencies = byCurrency(items, item => item.amount);
  if (!currencies.length) return empty('Nothing', `As of ${asOf}.`);
  return html`${currencies.map(({ currency, amount }) => {
    const of = age => byCurrency(items.filter(item => item.currency === currency && item.age === age), item => item.amount)[0]?.amount ?? '0';
    return html`<div class="cash"><h3>${money(amount, currency)}</h3>${bars(buckets.map(([age, label, tone]) => ({ label, tone, value: Number(of(age)), shown: money(of(age), currency) })))}</div>`;
  })}<p class="fine">As of ${date(asOf)}</p>`;
}

/** Sums by entity and currency, in the order in which they come: two currencies are never added. */
function byBook(items) {
  const books = new Map();
  for (const one of items) {
    const name = `${one.entity ?? 'No entity'} ${one.currency}`;
    const book = books.get(name) ?? { entity: one.entity ?? 'No entity', currency: one.currency, sold: '0', earned: '0', billed: '0' };
    books.set(name, { ...book, sold: sum(book.sold, one.sold ?? '0'), earned: sum(book.earned, one.earned), billed: sum(book.billed, one.billed) });
  }
  return [...books.values()];
}

function difference(earned, billed, currency) {
  const ahead = minus(earned, billed);
  if (zero(ahead)) return html`<span class="tag good">Even</span>`;
  return negative(ahead) ? html`${money(minus(billed, earned), currency)} <span class="tag busy">Billed ahead</span>` : html`${money(ahead, currency)} <span class="tag wait">To be billed</span>`;
}

function compared(items) {
  const books = byBook(items);
  if (!books.length) return empty('Nothing earned yet', 'Approved hours, accepted milestones and invoices appear here.');
  return html`<ul class="books">${books.map(book => html`<li><h3>${book.entity} <span class="fine">in ${book.currency}</span></h3>
      ${pair(Number(book.earned), Number(book.billed), Math.max(Number(book.earned), Number(book.billed)))}
      <ul class="legend"><li class="paid"><span>Earned</span> ${money(book.earned, book.currency)}</li><li class="billed"><span>Billed</span> ${money(book.billed, book.currency)}</li><li class="bare">${difference(book.earned, book.billed, book.currency)}</li></ul></li>`)}</ul>
    <p class="fine">Earned: revenue in the ledger, and what was delivered and is not billed yet. Billed: invoices in the ERP, less credit notes; drafts are not billed.</p>`;
}

export const earned = {
  title: 'Billed versus earned',
  crumb,
  load: ({ signal }) => get('experience/v1/finance/earned', signal),
  render: (items, { ui }) => html`<p class="lead">For each entity and currency, the largest difference first.</p><div class="card">${table({
    name: 'earned', ui, caption: 'Billed versus earned by engagement', rows: items, none: 'Nothing earned yet.',
    group: one => `${one.entity ?? 'No entity'}, ${one.currency}`,
    columns: [
      { head: 'Engagement', render: one => html`${link(one.engagement, 'engagements', one.threadId)}<br><span class="fine">${one.client}</span>` },
      { head: 'Sold', num: true, render: one => money(one.sold, one.currency) },
      { head: 'Earned', num: true, render: one => money(one.earned, one.currency) },
      { head: 'Billed', num: true, render: one => money(one.billed, one.currency) },
      { head: 'Earned and billed', render: one => pair(Number(one.earned), Number(one.billed), Math.max(Number(one.earned), Number(one.billed), Number(one.sold ?? 0))) },
      { head: 'Difference', num: true, render: one => difference(one.earned, one.billed, one.currency) },
    ],
  })}</div>`,
};

const open = (name, title, head) => ({
  title,
  crumb,
  load: ({ signal }) => get(`experience/v1/finance/${name}`, signal),
  render: ({ asOf, items }, { ui }) => html`<p class="lead">As of ${date(asOf)}, the oldest first.</p><div class="card">${table({
    name, ui, caption: title, rows: items, none: 'Nothing.',
    columns: [
      { head: 'Engagement', render: one => html`${link(one.engagement, 'engagements', one.threadId)}<br><span class="fine">${one.client}</span>` },
      { head: 'Age', render: one => words(one.age) },
      { head, render: one => date(one.oldest) },
      ...(name === 'unbilled' ? [{ head: 'Time', num: true, render: one => hours(one.minutes) }] : []),
      { head: 'Amount', num: true, render: one => money(one.amount, one.currency) },
    ],
  })}</div>`,
});

export const unbilled = open('unbilled', 'Not billed yet', 'Oldest work');
export const receivables = open('receivables', 'Not paid yet', 'Due since');

export const invoice = {
  title: found => (found ? `${words(found.type)} ${found.number ?? '(not numbered yet)'}` : 'Invoice'),
  crumb,
  load: ({ id, signal }) => get(`experience/v1/finance/invoices/${encodeURIComponent(id)}`, signal),
  render: (one, { ui }) => html`<p class="lead">${link(one.engagement, 'engagements', one.threadId)} · ${one.client} ${state(one.state)}</p>
    ${one.state === 'draft' && may('finance', 'admin') && html`<p class="asks">${ask('release', 'Release…', html`<p><strong>${money(one.net, one.currency)}</strong> net to ${one.client}. It becomes an invoice in the ERP; behind this there is no undo, a correction is a new document.</p><button class="main">Release ${money(one.net, one.currency)}</button>`)}</p>`}
    ${one.number && html`<p class="asks"><button type="button" data-act="einvoice">Save the e-invoice</button></p>`}
    <div class="card"><dl class="facts">
      <div><dt>Net</dt><dd class="big">${money(one.net, one.currency)}</dd></div>
      <div><dt>With tax, by the ERP</dt><dd class="big">${money(one.erpTotal, one.currency)}</dd></div>
      <div><dt>Paid</dt><dd class="big">${money(one.paid, one.currency)}</dd></div>
      <div><dt>Invoiced on</dt><dd>${date(one.invoicedOn)}</dd></div>
      <div><dt>Due on</dt><dd>${date(one.dueOn)}</dd></div>
      <div><dt>In the ERP</dt><dd>${one.erpId ? html`${one.erpSystem} ${ident(one.erpId)} ${one.erpStatus}` : 'not yet'}</dd></div>
      <div><dt>Released</dt><dd>${one.releasedBy ? html`by ${one.releasedBy}, ${instant(one.releasedAt)}` : 'not yet'}</dd></div>
      <div><dt>Acceptance</dt><dd>${one.acceptanceReference ?? '–'}</dd></div>
      <div><dt>Ours</dt><dd>${ident(one.id)}</dd></div>
    </dl></div>
    ${card('Lines, each explained', html`<ol class="lines">${one.lines.map(line => html`<li><div class="line"><span><strong>${line.description}</strong><br><span class="fine">${line.milestone ? html`milestone ${ident(line.milestone)}` : html`${hours(line.minutes)} at ${money(line.rate, one.currency)} an hour${line.personId && html` by ${ident(line.personId)}`}`} · quote line ${ident(line.lineId)}${line.purchaseOrder && html` · order ${line.purchaseOrder}`}</span></span><strong>${money(line.amount, one.currency)}</strong></div>${entries(one, line, ui)}</li>`)}</ol>`)}`,
  actions: {
    async einvoice(values, { id, data }) {
      save(`${data.number}.xml`, await raw(`experience/v1/finance/invoices/${encodeURIComponent(id)}/e-invoice`, undefined, 'application/xml'));
    },
    async release(values, { id }) {
      await post(`experience/v1/finance/invoices/${encodeURIComponent(id)}/release`);
      return 'Released. The journey to the ERP goes on.';
    },
  },
};
