/** What a month would be if some of its facts were otherwise. */
import { get, post } from '../api.js';
import { keep } from '../csv.js';
import { date, hours, money, number, plural } from '../format.js';
import { html } from '../html.js';
import { ask, card, choice, empty, ident, link, saving, table, to } from '../parts.js';
import { process, said } from './months.js';

/** A figure, and what it is called; those behind the first are of the month alone. */
const FIGURES = {
  contractValue: 'Contract value',
  billed: 'Billed, net of credits',
  unbilledValue: 'Worked and not billed',
  held: 'Held',
  recognised: 'Recognised',
  backlog: 'Still to be recognised',
  openReceivables: 'Open at the client',
  invoiced: 'Invoiced in the month',
  earned: 'Earned in the month',
};

const changesOf = ({ changes }) => (changes ? JSON.parse(changes) : []);

/** The same page, asked otherwise. */
const page = (id, query) => to('finance', 'months', id, 'what-if', query);
const asks = (query, changes) => ({ ...query, changes: changes.length ? JSON.stringify(changes) : undefined });

const lineOf = (lines, id) => lines.find(line => line.lineId === id)?.description ?? id;

/** All lines of a contract and its changes, by their ids. */
function linesOf(facts) {
  const all = [...(facts.contracts ?? []), ...(facts.changeOrders ?? [])].flatMap(terms => terms.lines);
  return [...new Map(all.map(line => [line.lineId, line])).values()];
}

/** A change in words. */
function words(change, lines) {
  const of = change.lineId ? html` of ${lineOf(lines, change.lineId)}` : '';
  const by = change.percent ? html`${change.percent} %${change.percent.startsWith('-') ? '' : ' more'}` : number(change.to);
  switch (change.kind) {
    case 'price': return html`Prices of time${of}: ${by}${change.from && html`, worked from ${date(change.from)}`}`;
    case 'amount': return html`Fixed amounts${of}: ${by}`;
    case 'cap': return html`Cap${of}: ${change.to ? number(change.to) : 'none'}`;
    case 'included': return html`Included in a period${of}: ${hours(change.minutes)}`;
    case 'work': return html`Work${of}: ${hours(change.minutes)} more on ${date(change.on)}`;
    case 'bill': return 'All that is due is billed on the last day';
    default: return html`1 ${change.currency} is ${change.to} ${change.books}, not ${change.was}`;
  }
}

const field = (label, name, type, more) => html`<label class="field"><span>${label}</span><input name="${name}" type="${type}" ${more}></label>`;
const decimal = html`inputmode="decimal" pattern="-?[0-9]+([.][0-9]+)?"`;
const needed = html`inputmode="decimal" pattern="[0-9]+([.][0-9]+)?" required`;
const code = html`required pattern="[A-Z]{3}" maxlength="3" placeholder="EUR"`;

/** Of which line, where the engagement is known. */
const line = (lines, which, must) => lines.length > 0 && choice('Line', 'lineId', '', [...(must ? [] : [['', 'All']]), ...lines.filter(which).map(one => [one.lineId, one.description ?? one.lineId])]);

const change = (kind, label, body) => ask(kind, label, html`<input type="hidden" name="kind" value="${kind}">${body}<button class="main">Ask</button>`, { act: 'add' });

const either = name => html`${field('Percent more (-5 is less)', 'percent', 'text', decimal)}${field(`or the new ${name}`, 'to', 'text', decimal)}`;

function offered(lines, one) {
  const timed = each => each.rates?.length > 0;
  const fixed = each => each.amount;
  return html`<div class="asks">
    ${change('price', 'Prices of time…', html`${line(lines, timed)}${either('price')}${field('Worked from (absent: always)', 'from', 'date')}`)}
    ${change('amount', 'Fixed amounts…', html`${line(lines, fixed)}${either('amount')}<p class="fine">Fees, milestones, and the amounts of periods.</p>`)}
    ${one && change('cap', 'A cap…', html`${line(lines, () => true, true)}${field('The most that is billed (absent: no cap)', 'to', 'text', decimal)}`)}
    ${change('included', 'Included hours…', html`${line(lines, each => each.includedMinutes)}${field('Hours that a period includes', 'hours', 'text', needed)}`)}
    ${one && change('work', 'More work…', html`${line(lines, timed, true)}${field('Hours', 'hours', 'text', needed)}${field('Worked on', 'on', 'date', html`required`)}`)}
    ${change('bill', 'Bill all that is due…', html`<p>On the last day of the month, as an invoice run would.</p>`)}
    ${change('exchange', 'An exchange rate…', html`${field('Currency', 'currency', 'text', code)}${field('Currency of the books', 'books', 'text', code)}${field('One is worth, as it is', 'was', 'text', needed)}${field('and otherwise', 'to', 'text', needed)}`)}
  </div>`;
}

const figures = (all, ui) => table({
  name: 'figures', ui, caption: 'Figures', rows: all.filter(one => Number(one.was) || Number(one.becomes)), none: 'No amount is there.',
  columns: [
    { head: 'Figure', render: one => FIGURES[one.figure] },
    { head: 'As it is', num: true, render: one => money(one.was, one.currency) },
    { head: 'Otherwise', num: true, render: one => money(one.becomes, one.currency) },
    { head: 'Difference', num: true, render: one => (Number(one.difference) ? html`<strong>${money(one.difference, one.currency)}</strong>` : money(undefined)) },
  ],
});

const differs = (head, figure) => ({ head, num: true, render: one => money(one.differences[figure], one.currency) });

const engagements = (found, { id, query, ui }) => card('Engagement by engagement', html`<p class="asks">${saving}</p>${table({
  name: 'engagements', ui, caption: 'What changes in each engagement', rows: found.contracts, none: 'No figure of any is another.',
  columns: [
    { head: 'Engagement', render: one => html`<a href="${page(id, { ...query, threadId: one.threadId })}">${one.engagement}</a><br><span class="fine">${one.client}</span>` },
    differs('Billed', 'billed'),
    differs('Not billed', 'unbilledValue'),
    differs('Recognised', 'recognised'),
    differs('Contract value', 'contractValue'),
  ],
})}${found.changed > found.contracts.length && html`<p class="fine">The ${number(found.contracts.length)} that change most, of ${number(found.changed)}.</p>`}`, { wide: true });

const documents = (found, ui) => card('Invoice by invoice', table({
  name: 'documents', ui, caption: 'Invoices and credit notes, net', rows: found.documents, none: 'None has another amount.',
  columns: [
    { head: 'Document', render: one => (one.was && !one.reference.includes('/') ? link(one.reference, 'finance', 'invoices', one.reference) : ident(one.reference)) },
    { head: 'Day', render: one => date(one.issuedOn) },
    { head: 'As it is', num: true, render: one => money(one.was, one.currency) },
    { head: 'Otherwise', num: true, render: one => money(one.becomes, one.currency) },
    { head: 'Difference', num: true, render: one => money(one.difference, one.currency) },
  ],
}), { wide: true });

const held = (rows, ui) => card('Held then, and not now', table({
  name: 'held', ui, caption: 'Held then, and not now', rows,
  columns: [
    { head: 'What', render: one => ident(one.subject) },
    { head: 'Why', render: one => html`${one.reason}<br><span class="fine">${one.text}</span>` },
    { head: 'Amount', num: true, render: one => money(one.amountAtRisk, one.currency) },
  ],
}));

const postings = (rows, ui) => card('In the ledger', table({
  name: 'postings', ui, caption: 'Difference by period and account', rows, none: 'No posting is another.',
  columns: [
    { head: 'Period', render: one => one.period },
    { head: 'Account', render: one => one.account },
    { head: 'Difference', num: true, render: one => money(one.difference, one.currency) },
    ...(rows.some(one => one.baseCurrency) ? [{ head: 'In the books', num: true, render: one => money(one.baseDifference, one.baseCurrency) }] : []),
  ],
}));

function answered(found, changes, lines, at) {
  const { ui, query } = at;
  return html`${found.unmatched.length > 0 && html`<p class="stale" role="alert">Nothing here is changed by: ${found.unmatched.map(no => html` ${words(changes[no], lines)}.`)}</p>`}
    ${Object.keys(found.refused).length > 0 && html`<p class="stale" role="alert">Left out, because the rules refuse their facts: ${Object.entries(found.refused).map(([thread, why]) => `${thread} ${why}`).join('; ')}</p>`}
    ${!found.proved && html`<p class="stale" role="alert">Hours or amounts would be lost or counted twice: a defect of the rules, please tell it.</p>`}
    ${card('What would become of it', html`${figures(found.figures, ui)}<p class="fine">Of the ${plural(found.engagements, 'engagement')} that ${found.engagements === 1 ? 'has' : 'have'} any of it, from the beginning through the month’s end; net, two currencies are never added. As if it had been agreed so from the beginning. Tax stays as the ERP decided it. Rules ${found.rules}; nothing is stored.</p>`, { wide: true })}
    ${query.threadId ? html`${documents(found, ui)}${found.held.length > 0 && held(found.held, ui)}` : engagements(found, at)}
    ${postings(found.postings, ui)}`;
}

export default {
  title: (found, { id } = {}) => `What if, ${id ? said(id) : 'a month'}`,
  crumb: { to: ['finance', 'months'], text: 'Months' },
  on: [],
  least: 600000,
  async load({ id, query, signal }) {
    const changes = changesOf(query);
    const of = new URLSearchParams({ ...(query.threadId && { threadId: query.threadId }), ...(query.seal && { seal: query.seal }) });
    const [facts, found] = await Promise.all([
      query.threadId ? get(`${process(id)}/facts?${of}`, signal) : {},
      changes.length ? post(`${process(id)}/what-if?${of}`, { changes, ...(query.revenue && { revenue: query.revenue }) }) : undefined,
    ]);
    return { lines: linesOf(facts), found };
  },
  render({ lines, found }, at) {
    const { id, query } = at;
    const changes = changesOf(query);
    return html`<p class="lead">${query.threadId ? html`Of ${link(found?.contracts[0]?.engagement ?? query.threadId, 'engagements', query.threadId)}, by the facts of ${link('the month', 'finance', 'months', id)}. <a href="${page(id, { ...query, threadId: undefined })}">All of the entity</a>` : html`Of all engagements, by the facts of ${link('the month', 'finance', 'months', id)}.`}</p>
      ${card('What is to be otherwise', html`${changes.length > 0 && html`<ul class="lines">${changes.map((one, no) => html`<li>${words(one, lines)} <button type="button" class="plain" data-act="drop" data-no="${no}" data-key="drop ${no}">Take back</button></li>`)}</ul>`}
        ${offered(lines, query.threadId)}
        <form class="filter" data-act="filter">${choice('Revenue, on both sides', 'revenue', query.revenue, [['', 'As it is billed'], ['as-earned', 'As it is earned']])}<input type="hidden" name="threadId" value="${query.threadId ?? ''}"><input type="hidden" name="seal" value="${query.seal ?? ''}"><input type="hidden" name="changes" value="${query.changes ?? ''}"></form>`, { wide: true })}
      ${found ? answered(found, changes, lines, at) : empty('Nothing is asked yet', 'Say what is to be otherwise: the rules answer from the facts, and nothing is stored.')}`;
  },
  actions: {
    add({ hours: many, ...asked }, { id, query }) {
      const told = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''));
      if (many) told.minutes = Math.round(Number(many) * 60);
      if (query.threadId) told.contractId = query.threadId;
      location.hash = page(id, asks(query, [...changesOf(query), told]));
    },
    drop({ no }, { id, query }) {
      location.hash = page(id, asks(query, changesOf(query).filter((one, at) => at !== Number(no))));
    },
    csv: (values, { id, data }) => keep(`what-if-${id.replace(/:([^:]*)$/, '-$1')}`, data.found.contracts.map(({ differences, ...one }) => ({ ...one, ...differences }))),
  },
};
