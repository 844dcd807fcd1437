/** Bills to review and release, each line explained. */
import { get, part, post, raw } from '../api.js';
import { choosing } from '../choosing.js';
import { saved } from '../csv.js';
import { byCurrency, date, instant, money, number, plural, words, zero } from '../format.js';
import { html } from '../html.js';
import { ask, card, choice, ident, kept, link, pager, paidBy, save, saving, search, shown, table, to } from '../parts.js';
import { may } from '../session.js';
import { ages, compared, DUE, WORKED } from './ageing.js';
import { actions as credits, correction, credit, givingUp, own } from './credits.js';
import { billed, entries } from './lineage.js';
import { journals, paid } from './records.js';
import { actions, chosen, setOffs, stands, used } from './setoffs.js';
import { payments } from './unapplied.js';

const STATES = [['draft', 'Drafts'], ['open', 'Open: not paid yet'], ['released', 'Released'], ['under-way', 'Released, not booked yet'], ['posted', 'Posted, not paid'], ['paid', 'Paid'], ['discarded', 'Discarded'], ['all', 'All']];
const DRAFTS = 'experience/v1/finance/drafts';
const crumb = { to: ['finance'], text: 'Finance' };

const several = choosing({ rows: data => data.invoices.items, can: one => one.state === 'draft' && may('finance', 'admin'), says: one => `${words(one.type)} of ${one.engagement}` });

/** All that are chosen, by currency. */
const worth = drafts => byCurrency(drafts, one => one.net).map(({ currency, amount }) => html`<span class="sum">${money(amount, currency)}</span>`);

const doing = drafts => html`${ask('releaseAll', 'Release…', html`<p>${plural(drafts.length, 'draft')}, <strong>${worth(drafts)}</strong> net. They become invoices and credit notes in the ERP; behind this there is no undo, a correction is a new document.</p><button class="main">Release ${number(drafts.length)}</button>`)}
  ${ask('discardAll', 'Discard…', discarding)}`;

const discarding = html`<label class="field"><span>Why</span><textarea name="reason" required maxlength="500"></textarea></label><p class="fine">As if it had not been drafted: what it bills is due again.</p><button class="main">Discard</button>`;

/** What became of each. */
function told({ done, refused }, did) {
  return [...(done.length ? [`${done.length} ${did}.`] : []), ...refused.map(one => `${one.documentId}: ${one.title}.`)].join(' ');
}

export const desk = {
  title: 'Finance',
  async load({ query, signal }) {
    const [invoices, unbilled, receivables, unapplied, earned] = await Promise.all([
      get(`experience/v1/finance/invoices?${new URLSearchParams(asked(query))}`, signal),
      ...['unbilled/ages', 'receivables/ages', 'unapplied-cash', 'earned/books'].map(name => part(get(`experience/v1/finance/${name}`, signal))),
    ]);
    return { invoices, unbilled, receivables, unapplied, earned };
  },
  render({ invoices, unbilled, receivables, unapplied, earned }, { query, ui }) {
    const wanted = stateOf(query);
    return html`<div class="grid">
      ${card(wanted === 'draft' ? 'Drafts to review and release' : 'Invoices', html`
        <div class="tools"><form class="filter" data-act="filter" role="search" aria-label="Which invoices">${search('Number, client, engagement or id', query.like)}${choice('State', 'state', wanted, STATES)}${kept(query)}</form>${may('finance', 'admin') && html`<a class="button" href="${to('finance', 'run')}">Run invoices…</a>`} ${saving}</div>
        ${several.bar(invoices.items, ui, doing)}${bills(invoices.items, ui, query.sort, none(wanted, query.like))}${pager({ state: wanted, ...query }, invoices.next, 'finance')}`, { wide: true })}
      ${card('Not billed yet, by age of the work', shown(unbilled, 'Unbilled time', data => ages(data, WORKED)), { more: { to: ['finance', 'unbilled'], text: 'By engagement' } })}
      ${card('Not paid yet, by age since due', shown(receivables, 'Receivables', data => ages(data, DUE)), { more: { to: ['finance', 'receivables'], text: 'By engagement' } })}
      ${unapplied.data?.items.length !== 0 && card('Money that pays no invoice', shown(unapplied, 'Unapplied money', data => payments(data.items, ui)), { wide: true, more: { to: ['finance', 'unapplied'], text: 'All' } })}
      ${card('Billed versus earned', shown(earned, 'What is earned', compared), { wide: true, more: { to: ['finance', 'earned'], text: 'By engagement' }, aside: html`<a href="${to('finance', 'months')}">Months</a> <a href="${to('finance', 'write-offs')}">Write-offs</a> <a href="${to('finance', 'takeovers')}">Take over</a>` })}
    </div>`;
  },
  actions: {
    ...several.actions,
    async releaseAll(values, { ui, data }) {
      const outcome = await post(`${DRAFTS}/release`, { documents: several.chosen(data.invoices.items, ui).map(one => one.id) });
      ui.chosen = [];
      return told(outcome, 'released. Their journeys to the ERP go on');
    },
    async discardAll({ reason }, { ui, data }) {
      const outcome = await post(`${DRAFTS}/discard`, { documents: several.chosen(data.invoices.items, ui).map(one => one.id), reason });
      ui.chosen = [];
      return told(outcome, 'discarded');
    },
    csv: (values, { query }) => saved('invoices', 'experience/v1/finance/invoices', asked(query)),
  },
};

/** Drafts unless another state is asked for, or something is looked for. */
const stateOf = ({ state, like }) => state ?? (like ? 'all' : 'draft');

function asked(query) {
  const { state, ...others } = query;
  return stateOf(query) === 'all' ? others : { state: stateOf(query), ...others };
}

function none(wanted, like) {
  if (like) return html`No invoice ${wanted === 'all' ? '' : 'in this state '}is like “${like}”.${wanted !== 'all' && html` <a href="${to('finance', { state: 'all', like })}">Look in all</a>`}`;
  return wanted === 'draft' ? 'No draft waits for review.' : 'No invoice is in this state.';
}

const bills = (items, ui, sorted, none) => table({
  name: 'invoices', ui, caption: sorted ? 'Invoices' : 'Invoices, the one drafted last first', rows: items, sorted, none,
  columns: [
    ...several.columns(items, ui),
    { head: 'Invoice', render: one => html`${link(one.number ?? `${words(one.type)} ${one.state}`, 'finance', 'invoices', one.id)}<br><span class="fine">${words(one.origin)}</span>` },
    { head: 'Client and engagement', sort: 'client', render: one => html`${link(one.engagement, 'engagements', one.threadId)}<br><span class="fine">${one.client}</span>` },
    { head: 'State', render: stands },
    { head: 'Net', num: true, sort: '-amount', render: one => money(one.net, one.currency) },
    { head: 'Open', num: true, render: one => money(one.open, one.currency) },
    { head: 'Invoiced', sort: '-day', render: one => date(one.invoicedOn) },
    { head: 'Due', render: one => date(one.dueOn) },
  ],
});

export const invoice = {
  title: found => (found ? `${words(found.type)} ${found.number ?? '(not numbered yet)'}` : 'Invoice'),
  crumb,
  load: async ({ id, signal }) => chosen(await get(`experience/v1/finance/invoices/${encodeURIComponent(id)}`, signal), signal),
  render: (one, { ui }) => html`<p class="lead">${link(one.engagement, 'engagements', one.threadId)} · ${one.client}${paidBy(one)} ${stands(one)}</p>
    ${one.state === 'draft' && may('finance', 'admin') && html`<p class="asks">${own(one) ? html`<span class="fine">Another person releases it.</span>` : ask('release', 'Release…', html`<p><strong>${money(one.net, one.currency)}</strong> net to ${one.client}${paidBy(one)}. ${one.origin === 'voided' ? 'It is booked here; the ERP, which voided the invoice, is told nothing' : html`It becomes ${one.type === 'invoice' ? 'an invoice' : 'a credit note'} in the ERP`}; behind this there is no undo, a correction is a new document.</p><button class="main">Release ${money(one.net, one.currency)}</button>`)} ${ask('discard', 'Discard…', discarding)}</p>`}
    ${credit(one)}
    ${one.eInvoice && html`<p class="asks"><button type="button" data-act="einvoice">Save the e-invoice</button></p>`}
    <div class="card"><dl class="facts">
      <div><dt>Net</dt><dd class="big">${money(one.net, one.currency)}</dd></div>
      <div><dt>With tax, by the ERP</dt><dd class="big">${money(one.erpTotal, one.currency)}</dd></div>
      <div><dt>Paid</dt><dd class="big">${money(one.paid, one.currency)}</dd></div>
      ${!zero(one.credited) && html`<div><dt>Set off</dt><dd class="big">${money(one.credited, one.currency)}</dd></div>`}
      <div><dt>Open</dt><dd class="big">${money(one.open, one.currency)}</dd></div>
      ${one.openThere && html`<div><dt>Open in the ERP</dt><dd class="big">${money(one.openThere, one.currency)}</dd><dd class="fine">told ${instant(one.toldAt)}</dd></div>`}
      <div><dt>Invoiced on</dt><dd>${date(one.invoicedOn)}</dd></div>
      <div><dt>Due on</dt><dd>${date(one.dueOn)}</dd></div>
      <div><dt>In the ERP</dt><dd>${one.erpId ? html`${one.erpSystem} ${ident(one.erpId)} ${one.erpStatus}` : one.origin === 'voided' ? 'voided there' : 'not yet'}</dd></div>
      <div><dt>Released</dt><dd>${one.releasedBy ? html`by ${one.releasedBy}, ${instant(one.releasedAt)}` : 'not yet'}</dd></div>
      ${correction(one)}
      <div><dt>Acceptance</dt><dd>${one.acceptanceReference ?? '–'}</dd></div>
      <div><dt>Ours</dt><dd>${ident(one.id)}</dd></div>
    </dl></div>
    ${setOffs(one)}
    ${used(one)}
    ${card('Lines, each explained', html`<ol class="lines">${one.lines.map(line => html`<li><div class="line"><span><strong>${line.description}</strong><br><span class="fine">${billed(line, one.currency)}${line.minutes && html` an hour`}${line.personId && html` by ${ident(line.personId)}`} · quote line ${ident(line.lineId)}${line.purchaseOrder && html` · order ${line.purchaseOrder}`}</span></span><strong>${money(line.amount, one.currency)}</strong></div>${entries(one, line, ui, { data: one })}${givingUp(one, line)}</li>`)}</ol>`)}
    <div class="grid">${card('Payments', paid(one.payments, ui))}${card('Journals', journals(one.postings, ui))}</div>`,
  actions: {
    ...actions,
    ...credits,
    async einvoice(values, { id, data }) {
      save(`${data.number}.xml`, await raw(`experience/v1/finance/invoices/${encodeURIComponent(id)}/e-invoice`, undefined, 'application/xml'));
    },
    async discard({ reason }, { id }) {
      return told(await post(`${DRAFTS}/discard`, { documents: [id], reason }), 'discarded');
    },
    async release(values, { id }) {
      await post(`experience/v1/finance/invoices/${encodeURIComponent(id)}/release`);
      return 'Released. The journey to the ERP goes on.';
    },
  },
};
