/** The walk from a quote line to the cash, and from a cent of cash back to the quote line and the minutes. */
import { date, hours, minus, money, number, plural, sum, words, zero } from '../format.js';
import { html } from '../html.js';
import { empty, exchanged, ident, link, loading, shown, state, table } from '../parts.js';
import { stands } from './setoffs.js';

/** The rules of docs/finance.md in words; others are shown as they are called. */
const RULES = { J1: 'Earned', J2: 'Invoiced', J5: 'Credited', J6: 'Given up', J8: 'Cash', J9: 'Unapplied', J16: 'Spent', J25: 'Accrued' };
export const rule = name => RULES[name] ?? name;

const COLUMNS = [['line', 'Quote lines'], ['work', 'Work'], ['document', 'Invoices'], ['cash', 'Cash', 'payments'], ['journal', 'Journals', 'postings']];

const MOST = 40;

/** What can be picked, and what belongs to it on its left. */
function nodes({ engagement, lines, milestones, expenses, documents, payments, postings }) {
  const { currency } = engagement;
  const found = [];
  for (const line of lines) found.push({ id: `line ${line.lineId}`, column: 'line', from: [], text: line.description, fine: html`${words(line.billing)}${line.periods ? html`, ${money(line.periods.amount, currency)} a ${line.periods.every}${line.periods.includedMinutes ? html` for ${hours(line.periods.includedMinutes)}` : ''}` : ''}`, amount: line.amount, currency });
  for (const line of lines.filter(one => one.approvedMinutes)) found.push({ id: `time ${line.lineId}`, column: 'work', from: [`line ${line.lineId}`], text: line.role ?? line.description, fine: hours(line.approvedMinutes), line: line.lineId });
  for (const one of milestones) found.push({ id: `milestone ${one.billingEventId ?? `${one.lineId} ${one.periodFrom}`}`, column: 'work', from: [`line ${one.lineId}`], text: one.periodFrom ? 'Period' : 'Milestone', fine: html`${date(one.periodFrom ?? one.completedOn)} ${one.acceptanceReference ?? ''}`, amount: one.amount, currency: one.currency });
  for (const one of (expenses ?? []).filter(each => each.lineId)) found.push({ id: spent(one), column: 'work', from: [`line ${one.lineId}`], text: one.category ?? 'Expense', fine: html`${date(one.incurredOn)} ${state(one.state)}`, amount: one.amount, currency: one.currency, sources: ['expense', 'cost'].map(kind => `${kind}-${one.source}:${one.expenseId}@`) });
  for (const one of documents.filter(each => each.state !== 'discarded')) {
    const from = (one.lines ?? []).flatMap(line => (line.expenses?.length ? line.expenses.map(spent) : [line.billingEventId ? `milestone ${line.billingEventId}` : `time ${line.lineId}`]));
    found.push({ id: `document ${one.id}`, column: 'document', from: [...new Set(from)], text: one.number ?? 'Draft', fine: stands(one), amount: one.net, currency: one.currency, source: one.id });
  }
  for (const one of payments ?? []) found.push({ id: `cash ${one.system} ${one.paymentId} ${one.documentId} ${one.no}`, column: 'cash', from: [`document ${one.documentId}`], text: date(one.receivedOn), fine: `${one.system} ${one.paymentId}`, amount: one.amount, currency: one.currency, source: `${one.paymentId}:${one.documentId}${one.no > 1 ? `:${one.no}` : ''}` });
  for (const [id, sides] of grouped(postings ?? [], one => one.journalId)) {
    const [first] = sides;
    const source = found.filter(node => node.source === first.sourceId || node.sources?.some(start => first.sourceId.startsWith(start))).map(node => node.id);
    found.push({ id: `journal ${id}`, column: 'journal', from: source, text: `${rule(first.rule)}${sides.some(side => side.account === 'CASH' && !zero(side.credit)) ? ', taken back' : ''}`, fine: first.period, amount: sum(...sides.map(side => side.debit)), currency: first.currency });
  }
  return found;
}

/** One node an expense, whatever its version. */
const spent = ({ source, expenseId }) => `expense ${source} ${expenseId}`;

function grouped(list, keyOf) {
  const groups = new Map();
  for (const one of list) {
    if (groups.has(keyOf(one))) groups.get(keyOf(one)).push(one);
    else groups.set(keyOf(one), [one]);
  }
  return groups;
}

/** Everything that can be walked to from one node without turning round. */
function reach(all, picked) {
  const byId = new Map(all.map(node => [node.id, node]));
  const reached = new Set([picked]);
  const back = id => (byId.get(id)?.from ?? []).forEach(one => reached.add(one) && back(one));
  const on = id => all.filter(node => node.from.includes(id)).forEach(node => reached.add(node.id) && on(node.id));
  back(picked);
  on(picked);
  return reached;
}

export function lineage(thread, ui) {
  if (!thread.lines.length) return empty('No contract line yet', 'They appear when the engagement is open.');
  const all = nodes(thread);
  const picked = all.find(node => node.id === ui.picked);
  const lit = picked && reach(all, picked.id);
  return html`<p class="fine">Pick a quote line, a piece of work, an invoice, a payment or a journal: what belongs to it is marked.</p>
    <div class="lineage">${COLUMNS.filter(([, , list]) => !list || thread[list]).map(([column, title]) => html`<div><h3>${title}</h3>${few(all.filter(node => node.column === column), lit).map(node => html`<button type="button" data-act="pick" data-node="${node.id}" data-key="${node.id}" aria-pressed="${String(node.id === ui.picked)}" class="node ${lit && (lit.has(node.id) ? 'lit' : 'dim')}"><span>${node.text}</span><span class="fine">${node.fine}</span>${node.amount && money(node.amount, node.currency)}${lit?.has(node.id) && html`<span class="quiet">belongs to what is picked</span>`}</button>`)}
      ${rest(all.filter(node => node.column === column), lit, column === 'work' && !thread.minutes ? 'hours are shown to other roles' : 'none yet')}</div>`)}</div>
    ${picked && explained(thread, lit, ui)}`;
}

/** A column stays readable: the first ones, and whatever belongs to what is picked. */
const few = (nodes, lit) => nodes.filter((node, at) => at < MOST || lit?.has(node.id)).slice(0, 2 * MOST);

function rest(nodes, lit, none) {
  const hidden = nodes.length - few(nodes, lit).length;
  if (hidden) return html`<p class="fine">and ${number(hidden)} more: pick what leads there</p>`;
  return nodes.length ? '' : html`<p class="fine">${none}</p>`;
}

/** The invoice lines on the way, each down to its entries. */
function explained({ documents, lines, engagement, read }, lit, ui) {
  const wanted = documents.filter(one => lit.has(`document ${one.id}`)).flatMap(one => (one.lines ?? []).filter(line => lit.has(`line ${line.lineId}`)).map(line => ({ document: one, line })));
  const sold = new Map(lines.map(line => [line.lineId, line]));
  if (!wanted.length) return html`<p class="fine">Nothing of this is invoiced yet.</p>`;
  return html`<div class="explained" aria-live="polite"><h3>On the way</h3>${wanted.map(({ document: one, line }) => html`<p>${link(one.number ?? 'Draft', 'finance', 'invoices', one.id)}, line ${line.no}: ${line.amount ? money(line.amount, one.currency) : ''} for ${billed(line, one.currency)}, sold as “${sold.get(line.lineId)?.description ?? line.description}” ${ident(line.lineId)}</p>${entries(one, line, ui, read[one.id])}`)}</div>`;
}

/** What a line bills, in words. */
export function billed(line, currency) {
  if (line.period) return period(line, currency);
  if (line.milestone) return html`milestone ${ident(line.milestone)}`;
  if (line.expenses?.length) return html`what was spent${line.expenses.map(one => html`: ${one.category} on ${date(one.incurredOn)}${one.spent && html`, ${money(one.spent, one.currency)}${exchanged(one)}`} ${ident(one.expenseId)}${one.receiptReference && html`, receipt ${ident(one.receiptReference)}`}`)}`;
  if (line.minutes == null) return 'an amount that is given up';
  return html`${hours(line.minutes)}${line.rate && html` at ${money(line.rate, currency)}`}`;
}

/** Days of a period at its price; what was billed of it before, or that it is given back. */
function period({ amount, period: { from, worth, shares } }, currency) {
  const days = (shares ?? []).map((one, i) => html`${i ? ', ' : ': '}${number(one.days)} of ${plural(one.of, 'day')} at ${money(one.price, currency)}`);
  const before = worth && !zero(minus(worth, amount)) ? html`, less what was billed of it before` : '';
  return html`${!worth && amount ? 'given back of ' : ''}the period from ${date(from)}${days}${before}`;
}

/** The documents of a thread of which somebody opened a line. */
export const opened = (documents, ui) => documents.filter(one => Object.entries(ui.open ?? {}).some(([key, is]) => is && key.startsWith(`${one.id} `)));

/** The time entries behind an invoice line; drawn when asked for. `read`: the part that has the document in full, once it is there. */
export function entries(document, line, ui, read) {
  if (!line.timeEntries) return '';
  const key = `${document.id} ${line.no}`;
  return html`<details data-opens="${key}" data-key="entries ${key}"><summary>${plural(line.timeEntries, 'time entry', 'time entries')}, ${hours(line.minutes)}</summary>${ui.open?.[key] && (read ? shown(read, 'The time entries', full => worked(key, full.lines.find(one => one.no === line.no), ui)) : loading)}</details>`;
}

const worked = (key, line, ui) => table({
  name: key, ui, caption: `Time entries of line ${line.no}`, rows: line.entries,
  columns: [
    { head: 'Day', render: entry => date(entry.workDate) },
    { head: 'Person', render: entry => ident(entry.personId) },
    { head: 'Task', render: entry => ident(entry.taskId) },
    { head: 'Billed', num: true, render: entry => hours(entry.minutes) },
    { head: 'Of', num: true, render: entry => hours(entry.minutesOfEntry) },
    { head: 'Entry', render: entry => html`${entry.source} ${ident(entry.entryId)}` },
  ],
});
