/** Months of the ledger: what each earned by the rules, and its end. */
import { get, post } from '../api.js';
import { byCurrency, instant, money } from '../format.js';
import { html } from '../html.js';
import { ask, card, ident, link, state, table } from '../parts.js';
import { may } from '../session.js';

/** A month's id: its entity, and the month behind the last colon. */
const split = id => id.split(/:(?=[^:]*$)/).map(encodeURIComponent);
const process = id => `process/v1/entities/${split(id).join('/months/')}`;

export const list = {
  title: 'Months',
  crumb: { to: ['finance'], text: 'Finance' },
  load: ({ signal }) => get('experience/v1/finance/months', signal),
  render: (months, { ui }) => html`<p class="lead">The newest first.</p><div class="card">${table({
    name: 'months', ui, caption: 'Months in which something was posted, and the present one', rows: months, none: 'No engagement is active, and nothing was posted yet.',
    columns: [
      { head: 'Month', render: one => link(one.month, 'finance', 'months', `${one.entity}:${one.month}`) },
      { head: 'Entity', render: one => one.entity },
      { head: 'Journals', num: true, render: one => one.journals },
      { head: 'State', render: one => (one.closedAt ? html`${state('closed')} <span class="fine">by ${one.closedBy}, ${instant(one.closedAt)}</span>` : state('open', 'plain')) },
    ],
  })}</div>`,
};

const COLUMNS = [['opening', 'At the beginning'], ['earned', 'Earned'], ['invoiced', 'Invoiced'], ['contractAsset', 'Earned, not billed'], ['contractLiability', 'Billed, not earned']];

/** All contracts, a line for each currency: two are never added. */
const sums = revenue => byCurrency(revenue, one => one.earned).map(({ currency }) => {
  const of = field => byCurrency(revenue.filter(one => one.currency === currency), one => one[field])[0].amount;
  return html`<dl class="facts">${COLUMNS.map(([field, head]) => html`<div><dt>${head}</dt><dd class="big">${money(of(field), currency)}</dd></div>`)}</dl>`;
});

export const one = {
  title: (found, { id } = {}) => (id ? id.replace(/:([^:]*)$/, ', $1') : 'Month'),
  crumb: { to: ['finance', 'months'], text: 'Months' },
  least: 60000,
  load: ({ id, signal }) => get(`experience/v1/finance/months/${split(id).join('/')}`, signal),
  render: ({ closed, revenue, refused }, { ui }) => html`<div class="card"><dl class="facts">
      <div><dt>State</dt><dd>${closed ? html`${state('closed')} by ${closed.closedBy}, ${instant(closed.closedAt)}` : state('open', 'plain')}</dd></div>
      ${closed && html`<div><dt>Journals</dt><dd>${closed.journals}, sha-256 ${ident(closed.journalsSha256)}</dd></div><div><dt>Rules</dt><dd>${closed.rules}</dd></div>`}
    </dl><p class="asks">${ask('replay', 'Replay…', html`<p>Gives the month’s facts to the rules again and compares the journals with those in the ledger.</p><button class="main">Replay</button>`)}
      ${!closed && may('finance', 'admin') && ask('close', 'Close…', html`<p>Seals facts and journals. What comes later is posted in the next open month; there is no way back.</p><button class="main">Close the month</button>`, { danger: true })}</p></div>
    ${card('What was earned, by the rules', html`${refused.length > 0 && html`<p class="stale" role="alert">Left out, because the rules refuse their facts: ${refused.join('; ')}</p>`}${sums(revenue)}${table({
      name: 'revenue', ui, caption: 'Contracts, what they earned and what they are carried at', rows: revenue, none: 'No contract had begun.',
      columns: [
        { head: 'Engagement', render: row => html`${link(row.engagement, 'engagements', row.threadId)}<br><span class="fine">${row.client}</span>` },
        ...COLUMNS.map(([field, head]) => ({ head, num: true, render: row => money(row[field], row.currency) })),
      ],
    })}<p class="fine">Revenue as it is earned, whatever was billed by then: the beginning, plus earned, less invoiced (net of credits) is what is earned and not billed less what is billed and not earned. The ledger takes revenue as it is billed. A month that is not over: if nothing more came.</p>`)}`,
  actions: {
    async replay(values, { id }) {
      const found = await get(`${process(id)}/replay`);
      if (found.refused.length) throw new Error(`The rules refuse its facts: ${found.refused.join('; ')}`);
      if (!found.identical) throw new Error(`Not the same: ${found.missing.length} journals of the ledger do not follow from the facts, ${found.surplus.length} follow and are not in it.`);
      return `The same to the byte: ${found.journals} journals.`;
    },
    async close(values, { id }) {
      await post(`${process(id)}/close`);
      return 'Closed and sealed.';
    },
  },
};
