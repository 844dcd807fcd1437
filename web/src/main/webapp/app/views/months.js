/** Months of the ledger: what each earned by the rules, and its end. */
import { get, post } from '../api.js';
import { keep } from '../csv.js';
import { byCurrency, date, hours, instant, money, number, plural, words } from '../format.js';
import { html } from '../html.js';
import { ask, card, empty, ident, link, save, saving, state, table, to } from '../parts.js';
import { may, session } from '../session.js';

/** A month's id: its entity, and the month behind the last colon. */
const split = id => id.split(/:(?=[^:]*$)/).map(encodeURIComponent);

/** An entity and its month, as people say it. */
export const said = id => id.replace(/:([^:]*)$/, ', $1');

export const process = id => `process/v1/entities/${split(id).join('/months/')}`;

export const list = {
  title: 'Months',
  crumb: { to: ['finance'], text: 'Finance' },
  load: ({ signal }) => get('experience/v1/finance/months', signal),
  render: (months, { ui }) => html`<p class="lead">From the first in which something was posted, the newest first.</p><div class="card">${table({
    name: 'months', ui, caption: 'Months of the ledger', rows: months, none: 'No engagement is active, and nothing was posted yet.',
    columns: [
      { head: 'Month', render: one => link(one.month, 'finance', 'months', `${one.entity}:${one.month}`) },
      { head: 'Entity', render: one => one.entity },
      { head: 'Journals', num: true, render: one => one.journals },
      { head: 'State', render: one => (one.closedAt ? html`${state('closed')} <span class="fine">by ${one.closedBy}, ${instant(one.closedAt)}</span>` : html`${state('open', 'plain')}${one.reopenedAt && html` <span class="fine">opened again by ${one.reopenedBy}, ${instant(one.reopenedAt)}</span>`}`) },
    ],
  })}</div>`,
};

const COLUMNS = [['opening', 'At the beginning'], ['earned', 'Earned'], ['invoiced', 'Invoiced'], ['contractAsset', 'Earned, not billed'], ['contractLiability', 'Billed, not earned']];

/** All contracts, a line for each currency: two are never added. */
const sums = revenue => byCurrency(revenue, one => one.earned).map(({ currency }) => {
  const of = field => byCurrency(revenue.filter(one => one.currency === currency), one => one[field])[0].amount;
  return html`<dl class="facts">${COLUMNS.map(([field, head]) => html`<div><dt>${head}</dt><dd class="big">${money(of(field), currency)}</dd></div>`)}</dl>`;
});

/** How the ledger takes what is carried. */
function taken(accrued, closed) {
  if (!accrued) return 'The ledger takes revenue as it is billed.';
  return closed ? 'The ledger took the last two columns on the month’s last day, and gave them back on the day after.' : 'The close posts the last two columns on the month’s last day, and takes them back on the day after.';
}

/** What the month looked like each time it was closed, and what was posted in it since. */
const sealed = (seals, id, ui) => table({
  name: 'seals', ui, caption: 'Each time the month was closed', rows: seals,
  columns: [
    { head: 'Closed', render: one => html`${link(`Seal ${one.seal}`, 'finance', 'months', id, { seal: one.seal })}<br><span class="fine">by ${one.closedBy}, ${instant(one.closedAt)}</span>` },
    { head: 'Journals', num: true, render: one => number(one.journals) },
    { head: 'Opened again', render: one => (one.reopenedAt ? html`${one.reason}<br><span class="fine">by ${one.reopenedBy}, ${instant(one.reopenedAt)}</span>` : html`<span class="none">–</span>`) },
    { head: 'Posted in it since', render: one => html`${plural(one.added, 'journal')}${one.moved.map(each => html`<br><span class="fine">${each.account} ${money(each.amount, each.currency)}</span>`)}` },
  ],
});

export const one = {
  title: (found, { id } = {}) => (id ? said(id) : 'Month'),
  crumb: { to: ['finance', 'months'], text: 'Months' },
  least: 60000,
  load: ({ id, query, signal }) => get(`experience/v1/finance/months/${split(id).join('/')}?${new URLSearchParams(query)}`, signal),
  render: ({ closed, seals, revenue, refused, accrued }, { ui, id, query }) => html`${query.seal && html`<p class="lead">As it was closed, seal ${query.seal}. ${link('As it is', 'finance', 'months', id)}</p>`}<div class="card"><dl class="facts">
      <div><dt>State</dt><dd>${closed ? html`${state('closed')} by ${closed.closedBy}, ${instant(closed.closedAt)}` : state('open', 'plain')}</dd></div>
      ${closed && html`<div><dt>Journals</dt><dd>${closed.journals}, sha-256 ${ident(closed.journalsSha256)}</dd></div><div><dt>Rules</dt><dd>${closed.rules}</dd></div>`}
    </dl><p class="asks">${may('finance', 'auditor', 'admin') && ask('replay', 'Replay…', html`<p>Gives the month’s facts to the rules again and compares the journals with those in the ledger.</p><button class="main">Replay</button>`)}
      ${may('finance', 'auditor', 'admin') && html`<button type="button" data-act="facts">Save its facts</button>`}
      ${may('finance', 'auditor', 'admin') && html`<a class="button" href="${to('finance', 'months', id, 'statements', query)}">Statements</a> <a class="button" href="${to('finance', 'months', id, 'what-if', query)}">What if…</a>`}
      ${closed && !query.seal && may('finance', 'admin') && ask('reopen', 'Open again…', html`<p>What comes from now on is posted in it again; what went to a later month because it was closed stays there. What was sealed is kept. Another person closes it.</p><label class="field"><span>Why</span><textarea name="reason" required maxlength="1000"></textarea></label><button class="main">Open the month again</button>`, { danger: true })}
      ${!closed && html`<a class="button" href="${to('finance', 'months', id, 'close')}">${may('finance', 'admin') ? 'Close…' : 'Before it is closed'}</a>`}</p></div>
    ${seals.some(one => one.reopenedAt) && card('Closed, and opened again', sealed(seals, id, ui))}
    ${card('What was earned, by the rules', html`${refused.length > 0 && html`<p class="stale" role="alert">Left out, because the rules refuse their facts: ${refused.join('; ')}</p>`}${sums(revenue)}${table({
      name: 'revenue', ui, caption: 'Contracts, what they earned and what they are carried at', rows: revenue, none: 'No contract had begun.',
      columns: [
        { head: 'Engagement', render: row => html`${link(row.engagement, 'engagements', row.threadId)}<br><span class="fine">${row.client}</span>` },
        ...COLUMNS.map(([field, head]) => ({ head, num: true, render: row => money(row[field], row.currency) })),
      ],
    })}<p class="fine">Revenue as it is earned, whatever was billed by then: the beginning, plus earned, less invoiced (net of credits) is what is earned and not billed less what is billed and not earned. ${taken(accrued, closed)} A month that is not over: if nothing more came.</p>`)}`,
  actions: {
    async facts(values, { id, query }) {
      save(`${id.replace(/:([^:]*)$/, '-$1')}.json`, JSON.stringify(await get(`${process(id)}/facts?${new URLSearchParams(query)}`), null, 1));
    },
    async reopen({ reason }, { id }) {
      await post(`${process(id)}/reopen`, { reason });
      return 'Open again. What was sealed is kept.';
    },
    async replay(values, { id, query }) {
      const found = await get(`${process(id)}/replay?${new URLSearchParams(query)}`);
      if (found.refused.length) throw new Error(`The rules refuse its facts: ${found.refused.join('; ')}`);
      if (!found.identical) throw new Error(`Not the same: ${found.missing.length} journals of the ledger do not follow from the facts, ${found.surplus.length} follow and are not in it.`);
      return `The same to the byte: ${found.journals} journals.`;
    },
  },
};

const document = one => link(one.text ?? `${words(one.what)} ${one.state}`, 'finance', 'invoices', one.id);
const engagement = one => (one.id ? link(one.engagement ?? 'Money of no engagement', ...(one.engagement ? ['engagements', one.id] : ['finance', 'unapplied'])) : html`Work of no engagement, perhaps another entity’s: ${link('exceptions', 'exceptions')}`);
const of = one => one.engagement && html`<br><span class="fine">${one.engagement}, ${one.client}</span>`;

/** What a point of the checklist is called, and how one of what it counts is shown; the list that has them all, of an entity and through a day. */
const POINTS = {
  'not-over': ['The month is not over', one => html`before ${date(one.day)} is`],
  'under-way': ['Released and not booked yet', one => html`${document(one)} ${state(one.state)}${of(one)}`, scope => ['finance', { state: 'under-way', ...scope }]],
  'replay-differs': ['Journals that do not follow from the facts', one => html`${engagement(one)} ${one.text}`],
  'earlier-open': ['Earlier months are open', one => link(one.text, 'finance', 'months', one.id)],
  drafts: ['Drafts that are not released', one => html`${document(one)}${of(one)}`, scope => ['finance', { state: 'draft', ...scope }]],
  unbilled: ['Worked and not billed', one => html`${engagement(one)}<br><span class="fine">${one.client}</span>`, scope => ['finance', 'unbilled', scope]],
  held: ['Held', one => html`${engagement(one)}<br><span class="fine">${one.client ?? ''}</span>`, scope => ['finance', 'held', scope]],
  unapplied: ['Money that pays no invoice', one => html`${link(one.text, 'finance', 'unapplied', one.id)}<br><span class="fine">${one.what ?? 'says nothing'}</span>`, scope => ['finance', 'unapplied', scope]],
  exceptions: ['Open exceptions', one => html`${link(one.text, 'exceptions', one.id)}${of(one)}`, ({ entity }) => ['exceptions', { entity }]],
  refused: ['Left out of what was earned, because the rules refuse the facts', one => html`${engagement(one)} ${one.text}`],
};

/** Two currencies are never added. */
const worth = ({ currency, count, minutes, amount }) => html`${number(count)}${minutes ? html` · ${hours(minutes)}` : ''}${amount ? html` · ${money(amount, currency)}` : ''}`;

function point({ code, sums }, scope) {
  const [text, render, more] = POINTS[code];
  if (code === 'not-over') return html`<li><strong>${text}</strong> ${render(sums[0].items[0])}</li>`;
  return html`<li><details data-key="${code}"><summary><strong>${text}</strong> ${sums.map((sum, at) => html`${at ? '; ' : ''}${worth(sum)}`)}</summary>${sums.map(sum => html`${table({
    name: `${code} ${sum.currency}`, caption: `${text}${sum.currency ? `, ${sum.currency}` : ''}`, rows: sum.items,
    columns: [
      { head: 'Which', render },
      ...(sum.items.some(one => one.day) ? [{ head: 'Day', render: one => date(one.day) }] : []),
      ...(sum.items.some(one => one.minutes) ? [{ head: 'Time', num: true, render: one => hours(one.minutes) }] : []),
      ...(sum.amount ? [{ head: 'Amount', num: true, render: one => money(one.amount, sum.currency) }] : []),
    ],
  })}${sum.count > sum.items.length && html`<p class="fine">The first ${number(sum.items.length)} of ${number(sum.count)}.</p>`}`)}${more && html`<p class="fine">${link('All, in their list', ...more(scope))}</p>`}</details></li>`;
}

const points = (some, scope) => html`<ul class="lines">${some.map(one => point(one, scope))}</ul>`;

/** The entity of a month's id, and the last day of the month. */
function scoped(id) {
  const [, entity, year, month] = id.match(/^(.*):(\d+)-(\d+)$/);
  return { entity, through: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) };
}

export const closing = {
  title: (found, { id } = {}) => `Closing ${id ? said(id) : 'a month'}`,
  crumb: { to: ['finance', 'months'], text: 'Months' },
  least: 60000,
  load: ({ id, signal }) => get(`experience/v1/finance/months/${split(id).join('/')}/checklist`, signal),
  render({ closed, reopenedBy, points: all, accrues }, { id }) {
    if (closed) return html`<div class="card">${empty('Closed', html`By ${closed.closedBy}, ${instant(closed.closedAt)}: ${link('the month', 'finance', 'months', id)}.`)}</div>`;
    const there = all.filter(one => one.sums.length);
    const blocking = there.filter(one => one.blocks);
    const beside = there.filter(one => !one.blocks);
    const none = all.filter(one => !one.sums.length && one.code !== 'not-over').map(one => POINTS[one.code][0].toLowerCase());
    return html`<p class="lead">${link('The month', 'finance', 'months', id)} as it is now: what keeps it from being closed, and what is not in it but perhaps should be.</p>
      ${card('What keeps it from being closed', blocking.length ? points(blocking, scoped(id)) : empty('Nothing', 'What is released is booked, and the facts give the journals again.'))}
      ${card('What to look at before', html`${beside.length > 0 && points(beside, scoped(id))}${none.length > 0 && html`<p class="fine">Nothing here: ${none.join('; ')}.</p>`}`)}
      ${may('finance', 'admin') && !blocking.length && card('Close', reopenedBy === session()?.name ? empty('Another person closes it', 'You opened it again.') : html`<form data-act="close"><p>Seals facts and journals. What comes later is posted in the next open month.${accrues?.map(one => html` Accrues ${money(one.contractAsset, one.currency)} that is earned and not billed, and defers ${money(one.contractLiability, one.currency)} that is billed and not earned, until the next day.`)}</p><button class="main">Close the month</button></form>`)}`;
  },
  actions: {
    async close(values, { id }) {
      await post(`${process(id)}/close`);
      return 'Closed and sealed.';
    },
  },
};

const AGES = [['not-due', 'Not due'], ['1-30', '1–30 days'], ['31-60', '31–60 days'], ['61-90', '61–90 days'], ['over-90', 'Over 90 days']];
const CAME = [['invoiced', 'Invoiced'], ['credited', 'Credited'], ['settled', 'Paid'], ['open', 'Open'], ['unapplied', 'Unapplied']];

/** How what one payer owed came about, account by account, and how old it was. */
const statement = one => card(`${one.payer ?? one.payerId}, ${one.currency}`, html`<dl class="facts">
    <div><dt>Owed</dt><dd class="big">${money(one.owed, one.currency)}</dd></div>
    <div><dt>Overdue</dt><dd class="big">${money(one.overdue, one.currency)}</dd></div>
    ${CAME.map(([field, head]) => html`<div><dt>${head}</dt><dd>${money(one[field], one.currency)}</dd></div>`)}
  </dl><h3>Open, by days since it was due</h3><dl class="facts">${AGES.map(([age, head]) => html`<div><dt>${head}</dt><dd>${money(one.byAge[age], one.currency)}</dd></div>`)}</dl>
  ${one.accounts.length > 1 && table({
    name: `accounts ${one.payerId} ${one.currency}`, caption: `Accounts of ${one.payer ?? one.payerId}, ${one.currency}`, rows: one.accounts,
    columns: [{ head: 'Account', render: each => html`${each.client ?? ''} ${ident(each.billingAccount)}` }, ...CAME.map(([field, head]) => ({ head, num: true, render: each => money(each[field], one.currency) }))],
  })}`);

/** A row each account: amounts of one payer are in its rows, and no sum is beside its parts. */
const rows = all => all.flatMap(({ accounts, byAge, ...one }) => accounts.map(each => ({ payerId: one.payerId, payer: one.payer, entity: one.entity, currency: one.currency, ...each })));

export const statements = {
  title: (found, { id, query } = {}) => `What was owed at the end of ${id ? said(id) : 'a month'}${query?.seal ? `, seal ${query.seal}` : ''}`,
  crumb: { to: ['finance', 'months'], text: 'Months' },
  least: 60000,
  load: ({ id, query, signal }) => get(`${process(id)}/statements?${new URLSearchParams(query)}`, signal),
  render: ({ statements: all }, { id, query }) => html`<p class="lead">What each payer owed, by the facts of ${link('the month', 'finance', 'months', id, query)}. Tax included. Unapplied money is theirs: what is open, less it, is owed.</p>
    <p class="asks">${saving} <button type="button" data-act="print">Print</button></p>
    ${all.length ? all.map(statement) : empty('Nobody owed anything', 'Nothing was invoiced by then, and no money lies unapplied.')}`,
  actions: {
    csv: (values, { id, data }) => keep(`statements-${id.replace(/:([^:]*)$/, '-$1')}`, rows(data.statements)),
    print() {
      window.print();
    },
  },
};
