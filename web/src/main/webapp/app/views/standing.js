/** What a number of the overview counts, engagement by engagement. */
import { get } from '../api.js';
import { hours, minus, money, said, words } from '../format.js';
import { html } from '../html.js';
import { choice, link, pager, state, table } from '../parts.js';
import { may } from '../session.js';

const crumb = { to: [], text: 'Overview' };

const MONEY = [['sold', 'Sold'], ['invoiced', 'Invoiced'], ['paid', 'Paid'], ['open', 'Invoiced, not paid'], ['unbilled', 'Delivered, not billed'], ['held', 'Held'], ['ahead', 'Still to deliver']];
const HOURS = [['approved', 'Approved'], ['invoiced', 'Invoiced'], ['unbilled', 'Unbilled'], ['held', 'Held'], ['covered', 'Covered by a fee or cap'], ['writtenOff', 'Written off'], ['nonBillable', 'Not billable']];

/** Sales see no hours, nor what only hours tell. */
const parts = () => (may('finance', 'operator', 'auditor', 'admin') ? MONEY : MONEY.filter(([name]) => name !== 'unbilled' && name !== 'held').map(([name, text]) => [name, name === 'ahead' ? 'Not invoiced yet' : text]));

/** Time that no engagement has is nobody's thread. */
const engagement = { head: 'Engagement', render: one => (one.threadId ? html`${link(one.engagement, 'engagements', one.threadId)}<br><span class="fine">${one.client}</span>` : html`Time of no engagement<br><span class="fine">${link('exceptions', 'exceptions')}</span>`) };
const standing = { head: 'State', render: one => one.state && state(one.state) };

const named = (names, part) => names.find(([name]) => name === part)?.[1] ?? words(part);

/** The total over the list, so that one sees that it is the number one came from. */
const whole = (text, amount) => html`<p class="lead">${text}: <strong>${amount}</strong>. The engagements that have some of it, the most first.</p>`;

function inAll(totals, currency, part) {
  const one = totals.money?.find(each => each.currency === currency);
  if (!one) return '0';
  if (part === 'open') return minus(one.invoiced, one.paid);
  return part === 'ahead' ? minus(one.sold, one.invoiced, one.unbilled ?? '0', one.held ?? '0') : one[part];
}

export const amounts = {
  title: (data, { id, query }) => `${named(parts(), query.part ?? 'sold')}, in ${id}`,
  crumb,
  async load({ id, query, signal }) {
    const [totals, page] = await Promise.all([get('experience/v1/finance/totals', signal), get(`experience/v1/finance/totals/money?${new URLSearchParams({ part: 'sold', ...query, currency: id })}`, signal)]);
    return { totals, page };
  },
  render({ totals, page: { items, next } }, { id, query }) {
    const part = query.part ?? 'sold';
    const [text, amount] = said(part, named(parts(), part), inAll(totals, id, part));
    return html`${whole(text, money(amount, id))}
      <form class="filter" data-act="filter" aria-label="Which part of the money">${choice('Part', 'part', part, parts())}</form>
      <div class="card">${table({
        name: 'money', caption: `${named(parts(), part)} in ${id}, by engagement`, rows: items, none: 'No engagement has any of it.',
        columns: [engagement, standing, ...parts().map(([name, head]) => ({ head, num: true, render: one => (name === part ? html`<strong>${money(one[name], id)}</strong>` : money(one[name], id)) }))],
      })}${pager(query, next, 'money', id)}</div>`;
  },
};

export const minutes = {
  title: (data, { query }) => `Hours: ${named(HOURS, query.part ?? 'approved').toLowerCase()}`,
  crumb,
  async load({ query, signal }) {
    const [totals, page] = await Promise.all([get('experience/v1/finance/totals', signal), get(`experience/v1/finance/totals/minutes?${new URLSearchParams({ part: 'approved', ...query })}`, signal)]);
    return { totals, page };
  },
  render({ totals, page: { items, next } }, { query }) {
    const part = query.part ?? 'approved';
    return html`${whole(named(HOURS, part), hours(totals.minutes[part]))}
      <form class="filter" data-act="filter" aria-label="Which part of the hours">${choice('Part', 'part', part, HOURS)}</form>
      <div class="card">${table({
        name: 'minutes', caption: `${named(HOURS, part)} hours, by engagement`, rows: items, none: 'No engagement has any of it.',
        columns: [engagement, standing, ...HOURS.map(([name, head]) => ({ head, num: true, render: one => (name === part ? html`<strong>${hours(one.minutes[name])}</strong>` : hours(one.minutes[name])) }))],
      })}${pager(query, next, 'hours')}</div>`;
  },
};
