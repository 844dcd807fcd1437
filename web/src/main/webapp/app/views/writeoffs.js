/** Time that somebody wants not to be billed: proposed by one, approved by another. */
import { get, post } from '../api.js';
import { date, hours, instant, money, number } from '../format.js';
import { html } from '../html.js';
import { ask, card, choice, ident, link, pager, state, table } from '../parts.js';
import { may, session } from '../session.js';

const path = id => `experience/v1/finance/write-offs/${encodeURIComponent(id)}`;
const STATES = [['', 'All'], ['proposed', 'Proposed'], ['approved', 'Written off'], ['declined', 'Declined'], ['taken-back', 'Taken back']];
const worth = one => (one.amount ? money(one.amount, one.currency) : 'no rate');

export const list = {
  title: 'Write-offs',
  crumb: { to: ['finance'], text: 'Finance' },
  load: ({ query, signal }) => get(`experience/v1/finance/write-offs?${new URLSearchParams(query)}`, signal),
  render: ({ items, next }, { query, ui }) => html`<p class="lead">The newest first. Time is proposed on its engagement’s page.</p><div class="card">
    <form class="filter" data-act="filter" aria-label="Which write-offs">${choice('State', 'state', query.state, STATES)}</form>${table({
    name: 'write-offs', ui, caption: 'Write-offs of time', rows: items, none: 'Nobody proposed to write time off.',
    columns: [
      { head: 'Engagement', render: one => html`${link(one.engagement, 'finance', 'write-offs', String(one.id))}<br><span class="fine">${one.client}</span>` },
      { head: 'State', render: one => state(one.state) },
      { head: 'Why', render: one => one.reason },
      { head: 'Hours', num: true, render: one => hours(one.minutes) },
      { head: 'Amount', num: true, render: worth },
    ],
  })}${pager(query, next, 'finance', 'write-offs')}</div>`,
};

const why = html`<label class="field"><span>Why</span><textarea name="reason" required maxlength="1000"></textarea></label>`;

const chosen = ({ chosen: { items }, currency }, ui) => table({
  name: 'entries', ui, caption: 'Time entries, by day', rows: items,
  columns: [
    { head: 'Day', render: each => date(each.workDate) },
    { head: 'Who', render: each => each.person ?? '–' },
    { head: 'Entry', render: each => html`${ident(each.entryId)}${each.written === false && html`<br><span class="fine">left out: billed, drafted or changed by then</span>`}` },
    { head: 'Hours', num: true, render: each => hours(each.minutes) },
    { head: 'Amount', num: true, render: each => (each.amount ? money(each.amount, currency) : 'no rate') },
  ],
});

export const one = {
  title: (found, { id } = {}) => `Write-off ${found?.id ?? id ?? ''}`,
  crumb: { to: ['finance', 'write-offs'], text: 'Write-offs' },
  async load({ id, query, signal }) {
    const [one, entries] = await Promise.all([get(path(id), signal), get(`${path(id)}/entries?${new URLSearchParams({ limit: 200, ...query })}`, signal)]);
    return { ...one, chosen: entries };
  },
  render: (one, { id, query, ui }) => html`<div class="card"><dl class="facts">
      <div><dt>State</dt><dd>${state(one.state)}</dd></div>
      <div><dt>Amount</dt><dd class="big">${worth(one)}</dd></div>
      <div><dt>Hours</dt><dd class="big">${hours(one.minutes)}</dd></div>
      <div><dt>Time entries</dt><dd>${number(one.entries)}</dd></div>
      <div><dt>Engagement</dt><dd>${link(one.engagement, 'engagements', one.threadId)}, ${one.client}</dd></div>
      <div><dt>Why</dt><dd>${one.reason}</dd></div>
      <div><dt>Proposed</dt><dd>by ${one.proposedBy}, ${instant(one.proposedAt)}</dd></div>
      ${one.decidedAt && html`<div><dt>Decided</dt><dd>by ${one.decidedBy}, ${instant(one.decidedAt)}</dd></div>`}
    </dl>${may('finance', 'admin') && html`<p class="asks">
      ${one.state === 'proposed' && (one.proposedBy === session()?.name ? html`<span class="fine">Another person approves it.</span>` : ask('approve', 'Write off…', html`<p>The time is not billed. What was billed, drafted or changed since it was proposed is left out.</p><button class="main">Write off</button>`, { danger: true }))}
      ${one.state === 'proposed' && ask('decline', 'Decline…', html`${why}<button class="main">Decline</button>`)}
      ${one.state === 'approved' && ask('back', 'Take back…', html`${why}<p class="fine">The time is bound and billed after all.</p><button class="main">Take back</button>`)}</p>`}</div>
    ${card('Time entries', html`${chosen(one, ui)}${pager(query, one.chosen.next, 'finance', 'write-offs', id)}`)}`,
  actions: {
    async approve(values, { id }) {
      const { minutes } = await post(`${path(id)}/approve`);
      return `${minutes} minutes written off.`;
    },
    async decline({ reason }, { id }) {
      await post(`${path(id)}/decline`, { reason });
      return 'Declined: everything stays as it is.';
    },
    async back({ reason }, { id }) {
      await post(`${path(id)}/take-back`, { reason });
      return 'Taken back: it is bound and billed.';
    },
  },
};
