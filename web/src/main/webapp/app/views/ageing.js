/** What is open and for how long, and what is earned against what is billed. */
import { get } from '../api.js';
import { bars, pair } from '../charts.js';
import { saved } from '../csv.js';
import { byCurrency, date, hours, minus, money, negative, zero } from '../format.js';
import { html } from '../html.js';
import { asked, empty, link, pager, saving, table } from '../parts.js';

const crumb = { to: ['finance'], text: 'Finance' };

export const WORKED = [['0-30', '0–30 days', 'billed'], ['31-60', '31–60 days', 'open'], ['61-90', '61–90 days', 'stop'], ['over-90', 'Over 90 days', 'soft']];
export const DUE = [['not-due', 'Not due', 'paid'], ...WORKED];

/** All that is open, a bar an age. */
export function ages({ asOf, items }, buckets) {
  const currencies = byCurrency(items, item => item.amount);
  if (!currencies.length) return empty('Nothing', html`As of ${date(asOf)}.`);
  return html`${currencies.map(({ currency, amount }) => {
    const of = age => items.find(item => item.currency === currency && item.age === age)?.amount ?? '0';
    return html`<div class="cash"><h3>${money(amount, currency)}</h3>${bars(buckets.map(([age, label, tone]) => ({ label, tone, value: Number(of(age)), shown: money(of(age), currency) })))}</div>`;
  })}<p class="fine">As of ${date(asOf)}</p>`;
}

function difference(earned, billed, currency) {
  const ahead = minus(earned, billed);
  if (zero(ahead)) return html`<span class="tag good">Even</span>`;
  return negative(ahead) ? html`${money(minus(billed, earned), currency)} <span class="tag busy">Billed ahead</span>` : html`${money(ahead, currency)} <span class="tag wait">To be billed</span>`;
}

/** A line for each legal entity and currency: two currencies are never added. */
export function compared(all) {
  const books = all.filter(book => !zero(book.earned) || !zero(book.billed));
  if (!books.length) return empty('Nothing earned yet', 'Approved hours, accepted milestones and invoices appear here.');
  return html`<ul class="books">${books.map(book => html`<li><h3>${book.entity ?? 'No entity'} <span class="fine">in ${book.currency}</span></h3>
      ${pair(Number(book.earned), Number(book.billed), Math.max(Number(book.earned), Number(book.billed)))}
      <ul class="legend"><li class="paid"><span>Earned</span> ${money(book.earned, book.currency)}</li><li class="billed"><span>Billed</span> ${money(book.billed, book.currency)}</li><li class="bare">${difference(book.earned, book.billed, book.currency)}</li></ul></li>`)}</ul>
    <p class="fine">Earned: revenue in the ledger, and what was delivered and is not billed yet. Billed: invoices in the ERP, less credit notes; drafts are not billed.</p>`;
}

const engagement = { head: 'Engagement', render: one => html`${link(one.engagement, 'engagements', one.threadId)}<br><span class="fine">${one.client}</span>` };
const paged = name => ({ query, signal }) => get(`experience/v1/finance/${name}?${new URLSearchParams(query)}`, signal);
const kept = name => ({ csv: (values, { query }) => saved(name, `experience/v1/finance/${name}`, query) });

export const earned = {
  title: 'Billed versus earned',
  crumb,
  load: paged('earned'),
  render: ({ items, next }, { query, ui }) => html`<p class="lead">For each entity and currency, the largest difference first.</p><div class="card"><p class="asks">${saving}</p>${table({
    name: 'earned', ui, caption: 'Billed versus earned by engagement', rows: items, none: 'Nothing earned yet.',
    group: one => `${one.entity ?? 'No entity'}, ${one.currency}`,
    columns: [
      engagement,
      { head: 'Sold', num: true, render: one => money(one.sold, one.currency) },
      { head: 'Earned', num: true, render: one => money(one.earned, one.currency) },
      { head: 'Billed', num: true, render: one => money(one.billed, one.currency) },
      { head: 'Earned and billed', render: one => pair(Number(one.earned), Number(one.billed), Math.max(Number(one.earned), Number(one.billed), Number(one.sold ?? 0))) },
      { head: 'Difference', num: true, render: one => difference(one.earned, one.billed, one.currency) },
    ],
  })}${pager(query, next, 'finance', 'earned')}</div>`,
  actions: kept('earned'),
};

/** {@code usual} is the word of the order that is told as {@code order}; {@code oldest} that of the days. */
const open = (name, title, head, { usual, order, oldest, client }) => ({
  title,
  crumb,
  load: paged(name),
  render: ({ asOf, items, next }, { query, ui }) => html`<p class="lead">As of ${date(asOf)}${(query.sort ?? usual) === usual && `, ${order}`}.</p>${asked(query)}<div class="card"><p class="asks">${saving}</p>${table({
    name, ui, caption: title, rows: items, none: 'Nothing.', sorted: query.sort ?? usual,
    columns: [
      { ...engagement, ...client },
      { head: 'Age', render: one => DUE.find(([age]) => age === one.age)[1] },
      { head, sort: oldest, render: one => date(one.oldest) },
      ...(name === 'unbilled' ? [{ head: 'Time', num: true, render: one => hours(one.minutes) }] : []),
      { head: 'Amount', num: true, sort: '-amount', render: one => money(one.amount, one.currency) },
    ],
  })}${pager(query, next, 'finance', name)}</div>`,
  actions: kept(name),
});

export const unbilled = open('unbilled', 'Not billed yet', 'Oldest work', { usual: '-amount', order: 'in each currency the engagement with the largest amount first', oldest: 'worked' });
export const receivables = open('receivables', 'Not paid yet', 'Due since', { usual: 'due', order: 'the oldest first', oldest: 'due', client: { head: 'Client and engagement', sort: 'client' } });

export const held = {
  title: 'Held',
  crumb,
  load: paged('held'),
  render: ({ items, next }, { query, ui }) => html`<p class="lead">What could not be bound or priced, in each currency the largest amount first. ${link('Exceptions', 'exceptions')} say why.</p>${asked(query)}<div class="card"><p class="asks">${saving}</p>${table({
    name: 'held', ui, caption: 'Held', rows: items, none: 'Nothing is held.',
    columns: [
      { head: 'Engagement', render: one => (one.threadId ? engagement.render(one) : 'Work of no engagement') },
      { head: 'Oldest work', render: one => date(one.oldest) },
      { head: 'Time', num: true, render: one => hours(one.minutes) },
      { head: 'Amount', num: true, render: one => money(one.amount, one.currency) },
    ],
  })}${pager(query, next, 'finance', 'held')}</div>`,
  actions: kept('held'),
};
