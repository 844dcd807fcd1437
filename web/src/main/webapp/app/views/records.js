/** What is kept of one thread, as lists. */
import { date, hours, instant, money, negative, number, words } from '../format.js';
import { html } from '../html.js';
import { exchanged, ident, link, state, table } from '../parts.js';
import { rule } from './lineage.js';

/** A list that the hub itself cuts says so. */
export const cut = (thread, list, which) => thread.cut?.[list] && html`<p class="fine">Shown are ${which} ${number(thread[list].length)} of ${number(thread.cut[list])}.</p>`;

export function ids({ engagement, ids: known }, ui) {
  const own = [
    ['deal', engagement.dealSystem, engagement.dealId],
    ['project', engagement.projectSystem, engagement.projectId],
  ].filter(([, , id]) => id).map(([kind, system, theirs]) => ({ kind, system, theirs, ours: engagement.threadId }));
  const rows = [...own.filter(one => !known.some(id => id.system === one.system && id.theirs === one.theirs)), ...known];
  return table({
    name: 'ids', ui, caption: 'Ids in each system', rows, none: 'No system knows it yet.',
    columns: [
      { head: 'What', render: one => words(one.kind) },
      { head: 'System', render: one => one.system },
      { head: 'Their id', render: one => ident(one.theirs) },
      { head: 'Ours', render: one => ident(one.ours) },
    ],
  });
}

export const evidence = (list, ui) => table({
  name: 'evidence', ui, caption: 'Evidence', rows: list, none: 'Nothing arrived yet.',
  columns: [
    { head: 'Arrived', render: one => link(words(one.feed), 'evidence', String(one.id)) },
    { head: 'From', render: one => one.source },
    { head: 'When', render: one => instant(one.receivedAt) },
    { head: 'State', render: one => state(one.state) },
  ],
});

export const journals = (postings, ui) => table({
  name: 'postings', ui, caption: 'Journals', rows: postings, none: 'Nothing was journaled yet.',
  columns: [
    { head: 'Account', render: one => html`${one.account}<br><span class="fine">${rule(one.rule)} · ${one.period}</span>` },
    { head: 'Day', render: one => date(one.postedOn) },
    { head: 'Debit', num: true, render: one => (one.debit && Number(one.debit) ? money(one.debit, one.currency) : '') },
    { head: 'Credit', num: true, render: one => (one.credit && Number(one.credit) ? money(one.credit, one.currency) : '') },
    { head: 'For', render: one => ident(one.sourceId) },
  ],
});

/** What was applied to a bill, and what was taken back of it. */
export const paid = (list, ui) => table({
  name: 'paid', ui, caption: 'Payments', rows: list, none: 'Nothing was paid of it yet.',
  columns: [
    { head: 'Day', render: one => date(one.receivedOn) },
    { head: 'Payment', render: one => html`${link(one.paymentId, 'finance', 'unapplied', `${one.system}:${one.paymentId}`)}<br><span class="fine">${one.system}</span>` },
    { head: 'Amount', num: true, render: one => money(one.amount, one.currency) },
    { head: 'State', render: one => state(negative(one.amount) ? 'taken back' : 'applied') },
  ],
});

/** What came before the bill, and what no invoice has deducted yet. */
export const advances = (list, ui) => table({
  name: 'advances', ui, caption: 'Paid before the bill', rows: list,
  columns: [
    { head: 'Payment', render: one => link(one.paymentId, 'finance', 'unapplied', `${one.system}:${one.paymentId}`) },
    { head: 'Received', render: one => date(one.receivedOn) },
    { head: 'Came', num: true, render: one => money(one.amount, one.currency) },
    { head: 'Left', num: true, render: one => money(one.unapplied, one.currency) },
  ],
});

/** What the contract is, and what it is about to be: a change order counts once every system has confirmed it. */
export const versions = (list, currency, ui) => table({
  name: 'versions', ui, caption: 'Versions of the contract', rows: list,
  columns: [
    { head: 'Version', render: one => html`${one.journeyId ? link(`${one.version} ${one.name}`, 'journeys', one.journeyId) : `${one.version} ${one.name}`}<br><span class="fine">${one.changeDealId ? html`change order ${ident(one.changeDealId)}` : 'as sold'}</span>` },
    { head: 'From', render: one => date(one.effectiveOn) },
    { head: 'State', render: one => html`${state(one.state)}${one.state === 'pending' && one.journeyState === 'held' ? html` ${state('held')}` : ''}` },
    { head: 'Worth', num: true, render: one => (one.value ? money(one.value, currency) : '') },
  ],
});

/** Who worked, for which entity and at what cost; a person whom the system of people does not know on those days has neither. */
export const people = (labour, ui) => table({
  name: 'labour', ui, caption: 'Who worked for it', rows: labour,
  columns: [
    { head: 'Person', render: one => html`${one.name ?? ident(one.personId)}<br><span class="fine">${one.entity ?? 'entity not known'}</span>` },
    { head: 'From – to', render: one => html`${date(one.firstOn)} – ${date(one.lastOn)}` },
    { head: 'Worked', num: true, render: one => hours(one.minutes) },
  ],
});

/** What fees include of the work, period by period. */
export const included = ({ retainerPeriods, lines }, ui) => table({
  name: 'included', ui, caption: 'What fees include', rows: retainerPeriods,
  columns: [
    { head: 'Period', render: one => html`${date(one.from)} – ${date(one.through)}<br><span class="fine">${lines.find(line => line.lineId === one.lineId)?.description ?? one.lineId}</span>` },
    { head: 'Included', num: true, render: one => html`${hours(one.included)}${one.rolledIn > 0 && html`<br><span class="fine">${hours(one.rolledIn)} rolled over</span>`}` },
    { head: 'Used', num: true, render: one => hours(one.used) },
    { head: 'Beyond', num: true, render: one => hours(one.beyond) },
    { head: 'Unused', num: true, render: one => html`${hours(one.rolledOut)} on${one.expired > 0 && html`<br><span class="fine">${hours(one.expired)} expired</span>`}` },
  ],
});

export const staff = (assignments, ui) => table({
  name: 'assignments', ui, caption: 'Who is to work for it', rows: assignments,
  columns: [
    { head: 'Person', render: one => html`${one.name ?? ident(one.personId)}<br><span class="fine">${one.role}</span>` },
    { head: 'From – to', render: one => html`${date(one.startOn)} – ${date(one.endOn)}` },
    { head: 'Given', num: true, render: one => hours(one.minutes) },
    { head: 'Plans', num: true, render: one => money(one.plannedRevenue, one.currency) },
  ],
});

export const signed = (contracts, ui) => table({
  name: 'signed', ui, caption: 'Signed contracts', rows: contracts,
  columns: [
    { head: 'Document', render: one => html`${one.name}<br><span class="fine">${number(one.bytes)} bytes, SHA-256 ${ident(one.sha256)}</span>` },
    { head: 'Signed', render: one => html`${instant(one.completedAt)}<br><span class="fine">${one.system} ${ident(one.signatureId)}</span>` },
    { head: 'Filed', render: one => (one.filedIn ? html`${one.filedIn}<br><span class="fine">${ident(one.fileId)}</span>` : state('waiting')) },
  ],
});

/** The sums by currency, then every expense. */
export function spent({ spending, expenses }, ui) {
  const parts = [['approved', 'Approved'], ['billed', 'Billed'], ['unbilled', 'Unbilled'], ['held', 'Held'], ['nonBillable', 'Not billable']];
  return html`${spending?.map(one => html`<ul class="legend" data-key="spent ${one.currency}">${parts.map(([name, text]) => html`<li><span>${text}</span> ${money(one[name], one.currency)}</li>`)}</ul>`)}${table({
    name: 'expenses', ui, caption: 'Expenses, the latest first', rows: expenses,
    columns: [
      { head: 'Day', render: one => date(one.incurredOn) },
      { head: 'What', render: one => html`${one.category ?? 'Expense'} ${one.receiptReference && html`<span class="fine">receipt ${ident(one.receiptReference)}</span>`}` },
      { head: 'Person', render: one => one.name ?? ident(one.personId) },
      { head: 'Spent', num: true, render: one => (one.amount ? html`${money(one.amount, one.currency)}${exchanged(one)}` : '') },
      { head: 'Billed for', num: true, render: one => (one.worth ? money(one.worth, one.exchanged?.currency ?? one.currency) : '') },
      { head: 'State', render: one => html`${state(one.state)} ${one.holdReason && html`<span class="fine">${one.holdReason}</span>`}` },
    ],
  })}`;
}
