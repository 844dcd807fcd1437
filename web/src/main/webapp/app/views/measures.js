/** The figures that a firm runs by, month by month, each with what it counts. */
import { get } from '../api.js';
import { columns } from '../charts.js';
import { keep } from '../csv.js';
import { lasting, money, number } from '../format.js';
import { html } from '../html.js';
import { card, choice, saving, table } from '../parts.js';

/** What each is called, what it counts, and the list behind it: {figure: [title, definition, more]}. */
const FIGURES = {
  'won-to-project': ['From won to project', 'From when the hub heard of a won deal until its engagement is open in every system, of those opened in the month.', { to: ['engagements'], text: 'Threads' }],
  'contract-to-billing': ['From won to billing set up', 'From when the hub heard of a won deal until the ERP has confirmed its billing schedule, in the month of that.', { to: ['engagements'], text: 'Threads' }],
  'milestone-to-invoice': ['From milestone to invoice', 'Days from when a milestone was completed until the day of the invoice it is on, weighted by amount, by the month of the invoice.', { to: ['finance', { state: 'all' }], text: 'Invoices' }],
  'days-to-invoice': ['Days to invoice', 'Days from when approved time came (or was worked, if that is later) until the day of its invoice, weighted by what it is worth, by the month of the invoice.', { to: ['finance', 'unbilled'], text: 'Not billed yet' }],
  'invoices-held': ['Invoices that needed a person', 'Of the booked invoices of the month, those that were held before they were booked. To release a draft is no hold.', { to: ['exceptions'], text: 'Exceptions' }],
  'invoices-credited': ['Invoices credited', 'Of the booked invoices of the month, those of which something was credited within 90 days. The last three months may still grow.', { to: ['finance', { state: 'all' }], text: 'Invoices' }],
  'cash-to-applied': ['From payment to applied', 'Days from when money was received until it was applied to an invoice, in the month of that.', { to: ['finance', 'unapplied'], text: 'Money that pays no invoice' }],
  'days-sales-outstanding': ['Days sales outstanding', 'Receivables at the end of the month, tax included, over the revenue of the 90 days before, times 90.', { to: ['finance', 'receivables'], text: 'Not paid yet' }],
  'backlog-conversion': ['Backlog conversion', 'Revenue of the month over the backlog at its beginning: what contracts in force are worth, less the revenue until then.', { to: ['finance', 'earned'], text: 'Billed versus earned' }],
  'written-off': ['Written off', 'Approved time that was given up in the month, at its rate; what was taken back is not counted.', { to: ['finance', 'write-offs'], text: 'Write-offs' }],
  'journeys-never-held': ['Journeys that went through', 'Of the journeys that ended in the month, those that were done without ever being held for a person.', { to: ['journeys'], text: 'Journeys' }],
  'held-to-resolved': ['From held to resolved', 'From when a journey was held until its exception was resolved, in the month of that.', { to: ['exceptions'], text: 'Exceptions' }],
  touches: ['What people did beside', 'What people did to journeys and exceptions in the month (resume, correct, undo, assign, comment, resolve; approvals are not counted), for each engagement of which a journey ended.', { to: ['audit'], text: 'Audit' }],
};

const UNITS = { seconds: lasting, days: days => html`${number(days)} ${Number(days) === 1 ? 'day' : 'days'}`, percent: percent => html`${number(percent)} %`, each: number };

const said = ({ unit, currency }, value) => (unit === 'money' ? money(value, currency) : UNITS[unit](value));

/** All months from one to the other. */
function between(from, to) {
  const months = [];
  for (let [year, month] = from.split('-').map(Number); ; month === 12 ? (year++, month = 1) : month++) {
    const one = `${year}-${String(month).padStart(2, '0')}`;
    if (one > to) return months;
    months.push(one);
  }
}

const back = (month, count) => new Date(Date.UTC(month.slice(0, 4), month.slice(5) - 1 - count, 1)).toISOString().slice(0, 7);

/** The last month there is something of, all of them as a picture, and as a table. */
function series(one, { from, to }, ui) {
  const last = one.months.at(-1);
  const of = Object.fromEntries(one.months.map(each => [each.month, each]));
  const all = between(from, to).map(month => ({ label: month, value: of[month] && Number(of[month].value ?? of[month].p50), upper: of[month]?.p90 && Number(of[month].p90) }));
  const spread = last.p50 !== undefined;
  const name = [one.figure, one.currency].join(' ').trim();
  const about = [spread && html`or less for half, ${said(one, last.p90)} for nine of ten`, one.unit !== 'money' && one.currency, last.month, last.count !== undefined && html`${number(last.count)} counted`].filter(Boolean);
  return html`<div class="cash"><p class="latest"><strong class="big">${said(one, last.value ?? last.p50)}</strong> <span class="fine">${about.map((part, at) => html`${at > 0 && ' · '}${part}`)}</span></p>
    ${columns(all)}<p class="ends fine"><span>${from}</span><span>${to}</span></p>
    <details data-key="${name}"><summary>Month by month</summary>${table({
      name, ui, caption: `${FIGURES[one.figure][0]}, month by month`, rows: [...one.months].reverse(),
      columns: [
        { head: 'Month', render: each => each.month },
        ...(last.count === undefined ? [] : [{ head: 'Counted', num: true, render: each => number(each.count) }]),
        ...(spread ? [{ head: 'Half within', num: true, render: each => said(one, each.p50) }, { head: 'Nine of ten within', num: true, render: each => said(one, each.p90) }] : [{ head: 'Value', num: true, render: each => said(one, each.value) }]),
      ],
    })}</details></div>`;
}

/** One figure, in each of its currencies. */
function figure([name, [title, definition, more]], data, ui) {
  const there = data.items.filter(one => one.figure === name && one.months.length);
  return card(title, html`${there.length ? there.map(one => series(one, data, ui)) : html`<p class="none">Nothing in these months.</p>`}<p class="fine">${definition}</p>`, { more });
}

const options = values => values.map(value => [value, value]);

/** Choices that the hub takes: no more than two years, the first month not behind the last. */
function asked({ from, to, entities, items }, { entity, currency }) {
  const now = new Date().toISOString().slice(0, 7);
  const currencies = [...new Set([...items.map(one => one.currency), currency])].filter(Boolean).sort();
  return html`<form class="filter" data-act="filter" role="search" aria-label="Of what">
    ${choice('From', 'from', from, options(between(back(to, 23), to).reverse()))}
    ${choice('To', 'to', to, options([...new Set([...between(from, back(from, -23)).filter(month => month <= now), to])].reverse()))}
    ${choice('Entity', 'entity', entity, [['', 'All'], ...options(entities)])}
    ${choice('Currency', 'currency', currency, [['', 'Each'], ...options(currencies)])}</form>`;
}

export default {
  title: 'Measures',
  least: 30000,
  load: ({ query, signal }) => get(`experience/v1/measures?${new URLSearchParams(query)}`, signal),
  render(data, { query, ui }) {
    const mine = Object.entries(FIGURES).filter(([name]) => data.items.some(one => one.figure === name));
    const others = Object.entries(FIGURES).filter(([name]) => !mine.some(([shown]) => shown === name)).map(([, [title]]) => title.toLowerCase());
    return html`<p class="lead">How long things take, and how much goes as it should, month by month. Months and days are UTC’s; the present month is so far. A month of which there is nothing to say is left empty.</p>
      ${asked(data, query)}<p class="asks">${saving}</p>
      <div class="grid">${mine.map(one => figure(one, data, ui))}</div>
      ${others.length > 0 && html`<p class="fine">Shown to other roles only: ${others.join(', ')}.</p>`}`;
  },
  actions: {
    csv: (values, { data }) => keep('measures', data.items.flatMap(({ figure: name, unit, currency, months }) => months.map(({ month, count, value, p50, p90 }) => ({ figure: name, unit, currency, month, count, value, p50, p90 })))),
  },
};
