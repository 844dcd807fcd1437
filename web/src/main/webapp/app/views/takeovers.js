/** Engagements that run elsewhere: deals that were won before the hub, proposed to be carried on here by one, approved by another. */
import { get, post } from '../api.js';
import { date, money, words } from '../format.js';
import { html } from '../html.js';
import { ask, card, ident, link, pager, search, state, table } from '../parts.js';
import { may, session } from '../session.js';

const LIST = 'experience/v1/finance/takeovers';
const path = id => `${LIST}/${encodeURIComponent(id.slice(0, id.indexOf(':')))}/${encodeURIComponent(id.slice(id.indexOf(':') + 1))}`;
const TONES = { proposed: 'wait', held: 'bad', 'under-way': 'busy' };
const where = one => state(one.state, TONES[one.state] ?? 'plain');

export const list = {
  title: 'Take over',
  crumb: { to: ['finance'], text: 'Finance' },
  load: ({ query, signal }) => get(`${LIST}?${new URLSearchParams(query)}`, signal),
  render: ({ items, next }, { query, ui }) => html`<p class="lead">Deals that were won before the hub went live are carried on where they were. What is left of one can be carried on here, from a day on, in the project that it has.</p><div class="card">
    <form class="filter" data-act="filter" role="search" aria-label="Which deals">${search('Name, client or id', query.like)}</form>${table({
    name: 'takeovers', ui, caption: 'Deals that are not carried here', rows: items, none: query.like ? 'No deal is called so.' : 'Every won deal is carried here.',
    columns: [
      { head: 'Deal', render: one => html`${link(one.name, 'finance', 'takeovers', `${one.system}:${one.dealId}`)}<br><span class="fine">${one.client ?? ''}</span>` },
      { head: 'State', render: where },
      { head: 'Entity', render: one => one.contractingEntity ?? '–' },
      { head: 'Won', render: one => date(one.wonOn) },
      { head: 'Ends', render: one => date(one.endOn) },
      { head: 'Sold for', num: true, render: one => money(one.value, one.currency) },
    ],
  })}${pager(query, next, 'finance', 'takeovers')}</div>`,
};

const spent = line => line.billing === 'expenses';
const amountOf = line => ['time-and-materials', 'expenses', 'milestone', 'fixed-fee'].includes(line.billing);
const said = (one, line) => one.proposal?.lines.find(each => each.lineId === line.lineId) ?? { work: [] };

/** What is asked of a sold line: nothing may be billed of it twice, and its work is where it is. */
const asks = (one, line) => html`<fieldset><legend>${line.description ?? line.lineId}, ${words(line.billing)}, ${money(line.amount, one.currency)}</legend>
  <label class="field"><span>${amountOf(line) ? `Billed of it so far, net, in ${one.currency}` : 'All of its periods were billed: say its whole amount'}</span><input name="billed ${line.lineId}" inputmode="decimal" pattern="[0-9]+([.][0-9]+)?" placeholder="${amountOf(line) ? 'nothing' : 'the day says which'}" value="${said(one, line).billed ?? ''}" autocomplete="off"></label>
  ${!spent(line) && html`<label class="field"><span>${line.billing === 'milestone' || line.billing === 'fixed-fee' ? 'Its milestone in the project: the id' : 'Its tasks in the project: their ids, with commas'}</span><input name="work ${line.lineId}" required value="${said(one, line).work.join(', ')}" autocomplete="off"></label>`}
</fieldset>`;

const proposing = one => html`
  <label class="field"><span>First day that counts here</span><input name="from" type="date" required min="${one.startOn ?? ''}" max="${one.endOn ?? ''}" value="${one.proposal?.from ?? ''}"></label>
  <p class="fine">Bill all that was done before it where it was billed so far: time of earlier days counts as settled. Take the first day of a period.</p>
  <label class="field"><span>The project in the delivery system: its id</span><input name="projectId" required value="${one.proposal?.projectId ?? ''}" autocomplete="off"></label>
  <label class="field"><span>The customer in the ERP: its id, where the client has several there</span><input name="customerId" value="${one.proposal?.customerId ?? ''}" autocomplete="off"></label>
  ${one.lines.map(line => asks(one, line))}
  <p class="fine">The ERP gets a contract of what is left: close the earlier one there. Nothing is written before another person approves.</p><button class="main">Propose</button>`;

const lines = (one, ui) => table({
  name: 'lines', ui, caption: 'What was sold', rows: one.lines,
  columns: [
    { head: 'Line', render: line => html`${line.description ?? line.lineId}<br><span class="fine">${words(line.billing)}</span>` },
    { head: 'Its work in the project', render: line => (said(one, line).work.length ? said(one, line).work.map((each, i) => html`${i > 0 && ' '}${ident(each)}`) : '–') },
    { head: 'Sold for', num: true, render: line => money(line.amount, one.currency) },
    { head: 'Billed before', num: true, render: line => (said(one, line).billed ? money(said(one, line).billed, one.currency) : '–') },
  ],
});

const decided = one => html`
  ${one.state === 'proposed' && (one.proposal.proposedBy === session()?.name ? html`<span class="fine">Another person approves it.</span>` : ask('approve', 'Carry on here…', html`<p>The client becomes a customer of the ERP unless it is one, and gets a contract of what is left. The project is the hub’s from then on: there is no way back.</p><button class="main">Carry on here</button>`, { danger: true }))}
  ${['proposed', 'held'].includes(one.state) && ask('withdraw', 'Withdraw…', html`<label class="field"><span>Why</span><textarea name="reason" required maxlength="1000"></textarea></label><button class="main">Withdraw</button>`)}
  ${['left', 'withdrawn', 'held'].includes(one.state) && ask('propose', one.proposal ? 'Propose anew…' : 'Propose to take it over…', proposing(one))}`;

export const one = {
  title: found => (found ? `Take over ${found.name}` : 'Take over'),
  crumb: { to: ['finance', 'takeovers'], text: 'Take over' },
  load: ({ id, signal }) => get(path(id), signal),
  render: (one, { ui }) => html`<div class="card"><dl class="facts">
      <div><dt>State</dt><dd>${where(one)}</dd></div>
      <div><dt>Sold for</dt><dd class="big">${money(one.value, one.currency)}</dd></div>
      ${one.proposal && html`<div><dt>Left to carry on</dt><dd class="big">${money(one.proposal.left, one.currency)}</dd></div>`}
      <div><dt>Client</dt><dd>${one.client ?? '–'}</dd></div>
      <div><dt>Entity</dt><dd>${one.contractingEntity ?? '–'}</dd></div>
      <div><dt>Deal</dt><dd>${ident(one.dealId)} in ${one.system}, won ${date(one.wonOn)}</dd></div>
      <div><dt>Term</dt><dd>${date(one.startOn)} – ${date(one.endOn)}</dd></div>
      ${one.proposal && html`<div><dt>Carried on here from</dt><dd>${date(one.proposal.from)}, in project ${ident(one.proposal.projectId)}</dd></div>
      <div><dt>Proposed</dt><dd>by ${one.proposal.proposedBy}${one.proposal.approvedBy && html`, approved by ${one.proposal.approvedBy}`}</dd></div>
      <div><dt>Journey</dt><dd>${link(one.proposal.journeyId, 'journeys', one.proposal.journeyId)}</dd></div>`}
    </dl>${may('finance', 'admin') && html`<p class="asks">${decided(one)}</p>`}</div>
    ${card('Line by line', lines(one, ui))}`,
  actions: {
    async propose({ from, projectId, customerId, ...values }, { id, data }) {
      const told = data.lines.map(line => ({ lineId: line.lineId, ...(values[`billed ${line.lineId}`] && { billed: values[`billed ${line.lineId}`] }), work: (values[`work ${line.lineId}`] ?? '').split(',').map(each => each.trim()).filter(Boolean) }));
      await post(path(id), { from, projectId: projectId.trim(), ...(customerId && { customerId: customerId.trim() }), lines: told });
      return 'Proposed. Another person approves it.';
    },
    async approve(values, { id }) {
      await post(`${path(id)}/approve`);
      return 'Approved: it is carried on here as soon as the systems have answered.';
    },
    async withdraw({ reason }, { id }) {
      await post(`${path(id)}/withdraw`, { reason });
      return 'Withdrawn: it is carried on where it is.';
    },
  },
};
