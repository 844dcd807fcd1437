/** What operators and auditors look into: journeys, evidence, proofs, what waits, who did what. */
import { get, post, raw } from '../api.js';
import { ago, instant, number, words } from '../format.js';
import { html } from '../html.js';
import { ask, card, choice, empty, ident, journey as steps, link, pager, save, state, table, thread } from '../parts.js';
import { may } from '../session.js';
import { queue } from './systems.js';

const JOURNEY_STATES = [['', 'All'], ...['running', 'waiting', 'held', 'undoing', 'done', 'undone'].map(name => [name, words(name)])];

export const journeys = {
  title: 'Journeys',
  load: ({ query, signal }) => get(`experience/v1/operations/journeys?${new URLSearchParams(query)}`, signal),
  render: ({ items, next }, { query }) => html`<form class="filter" data-act="filter" aria-label="Which journeys">${choice('State', 'state', query.state, JOURNEY_STATES)}</form>
    <div class="card">${table({
      name: 'journeys', caption: 'Journeys, the one that moved last first', rows: items, none: 'No journey is like this.',
      columns: [
        { head: 'Journey', render: one => html`${link(words(one.plan), 'journeys', one.id)}<br>${ident(one.id)}` },
        { head: 'Thread', render: one => thread(one.threadId) },
        { head: 'State', render: one => state(one.state) },
        { head: 'Stands at', render: one => words(one.step) || 'the end' },
        { head: 'Moved', render: one => ago(one.changedAt) },
      ],
    })}${pager(query, next, 'journeys')}</div>`,
};

export const journey = {
  title: found => (found ? words(found.plan) : 'Journey'),
  crumb: { to: ['journeys'], text: 'Journeys' },
  load: ({ id, signal }) => get(`experience/v1/operations/journeys/${encodeURIComponent(id)}`, signal),
  render: one => html`<p class="lead">${thread(one.threadId)} · ${ident(one.businessKey)}</p>
    ${may('operator', 'admin') && one.state === 'held' && html`<p class="asks">${ask('resume', 'Resume…', html`<p>Go on from where it is held.</p><button class="main">Resume</button>`)}
      ${ask('undo', 'Undo…', html`<label class="field"><span>Why</span><textarea name="reason" required maxlength="500"></textarea></label><button class="main">Undo</button>`, { danger: true })}</p>`}
    <div class="grid">${card('Steps', steps(one, { open: true }))}${one.trigger && card('What started it', html`<pre tabindex="0" aria-label="What started it, as JSON">${JSON.stringify(one.trigger, null, 2)}</pre>`)}</div>`,
  actions: {
    async resume(values, { id }) {
      await post(`experience/v1/operations/journeys/${encodeURIComponent(id)}/resume`);
      return 'It goes on.';
    },
    async undo({ reason }, { id }) {
      await post(`experience/v1/operations/journeys/${encodeURIComponent(id)}/undo`, { reason });
      return 'What it created is being taken back.';
    },
  },
};

export const evidence = {
  title: (found, { id }) => (found ? `${words(found.about.feed)} from ${found.about.source}` : `Evidence ${id}`),
  least: 60000,
  async load({ id, signal, ui }) {
    const address = `experience/v1/operations/evidence/${encodeURIComponent(id)}`;
    ui.raw ??= await raw(`${address}/raw`, signal); // what arrived never changes
    return { about: await get(address, signal), text: ui.raw };
  },
  render: ({ about, text }, { ui }) => html`<div class="grid">
    ${card('What arrived', html`<dl class="facts">
      <div><dt>Event</dt><dd>${ident(about.eventId)}</dd></div>
      <div><dt>Received</dt><dd>${instant(about.receivedAt)}</dd></div>
      <div><dt>Read</dt><dd>${instant(about.readAt)}</dd></div>
      <div><dt>Mapping</dt><dd>${ident(about.outcome?.mappingVersion)}</dd></div>
      <div><dt>SHA-256</dt><dd>${ident(about.sha256)}</dd></div>
      <div><dt>Size</dt><dd>${number(about.bytes)} bytes</dd></div>
    </dl>`, { aside: state(about.state) })}
    ${card('What became of it', html`${table({
      name: 'entries', ui, caption: 'Facts', rows: about.entries ?? [], none: 'No fact was read from it.',
      columns: [
        { head: 'Fact', render: one => ident(one.key) },
        { head: 'Outcome', render: one => html`${state(one.outcome)}${one.detail && html`<br><span class="fine">${one.detail}</span>`}` },
        { head: 'Version', render: one => html`<span class="fine">${one.version}</span>` },
      ],
    })}`)}
    ${card('The bytes as they arrived', html`<pre tabindex="0" aria-label="Raw evidence">${pretty(text)}</pre>`, { wide: true, aside: html`<button type="button" data-act="save">Save</button>` })}
  </div>`,
  actions: {
    save(values, { id, data }) {
      save(`evidence-${id}`, data.text);
    },
  },
};

export const unread = {
  title: 'Arrived, not read yet',
  load: ({ query, signal }) => get(`experience/v1/operations/evidence?${new URLSearchParams(query)}`, signal),
  render: ({ items, next }, { query }) => html`<div class="card">${table({
      name: 'unread', caption: 'What arrived and is not read yet, the oldest first', rows: items, none: 'Everything that arrived was read.',
      columns: [
        { head: 'What', render: one => link(words(one.feed), 'evidence', String(one.id)) },
        { head: 'From', render: one => one.source },
        { head: 'Arrived', render: one => instant(one.receivedAt) },
        { head: 'Size', num: true, render: one => html`${number(one.bytes)} bytes` },
        { head: 'State', render: one => state(one.state) },
      ],
    })}${pager(query, next, 'evidence')}</div>`,
};

/** JSON is indented for reading; everything else is shown as it is. Long ones are cut, never silently. */
function pretty(text) {
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // not JSON: as it is
  }
  return shown.length > 200000 ? `${shown.slice(0, 200000)}\n… cut after 200,000 characters` : shown;
}

const SAYS = {
  expenses: 'Approved expenses are billed, unbilled, held or not billable: each once.',
  minutes: 'Approved minutes are invoiced, unbilled, held, written off, covered or not billable: each once.',
  money: 'What is billed is what was worked at its rate and what was accepted at its price.',
  journals: 'Each journal balances.',
  cash: 'All that came pays a document or lies with who paid.',
  receipts: 'Each effect has one receipt.',
  threads: 'Each thread is complete.',
};

/** Proofs whose residuals are of an engagement, where there is one. */
const OF_ENGAGEMENTS = ['minutes', 'expenses', 'money', 'threads'];

export const proofs = {
  title: 'Proofs',
  least: 15000,
  load: ({ signal }) => get('experience/v1/operations/proofs', signal),
  render: ({ holds, proofs: all, countedAt, current, countingSince }, { ui }) => !countedAt ? empty('Being counted, for the first time since the start', 'Books of many million entries take minutes.') : html`<p class="lead">Counted in full ${current ? 'just now' : ago(countedAt)}: ${holds ? 'nothing is lost and nothing is counted twice.' : 'something does not add up.'}${countingSince ? ' A newer count is under way.' : ''}</p>
    <div class="grid">${all.map(proof => card(words(proof.name), html`<p>${SAYS[proof.name]}</p><dl class="facts"><div><dt>Checked</dt><dd class="big">${number(proof.checked)}</dd></div><div><dt>Residual</dt><dd class="big">${number(proof.residual)}</dd></div></dl>
      ${proof.residuals.length > 0 && table({
        name: proof.name, ui, caption: `Residuals of ${proof.name}`, rows: proof.residuals,
        columns: [
          { head: 'What', render: one => (OF_ENGAGEMENTS.includes(proof.name) && /^\S+$/.test(one.subject) ? link(one.subject, 'engagements', one.subject) : ident(one.subject)) },
          { head: 'Off by', num: true, render: one => number(one.residual) },
          { head: 'Detail', render: one => one.detail },
        ],
      })}`, { aside: state(proof.holds ? 'holds' : 'broken') }))}</div>`,
};

export const waiting = {
  title: 'What waits for a system',
  crumb: { to: ['systems'], text: 'Systems' },
  load: ({ query, signal }) => get(`experience/v1/operations/waiting?${new URLSearchParams(query)}`, signal),
  render: ({ items, next }, { query, ui }) => html`<div class="card">${queue(items, ui)}${pager(query, next, 'waiting')}</div>`,
};

export const audit = {
  title: 'Audit',
  on: ['decisions'],
  load: ({ query, signal }) => get(`experience/v1/operations/audit?${new URLSearchParams(query)}`, signal),
  render: ({ items, next }, { query }) => html`<form class="filter" data-act="filter" role="search" aria-label="Audit"><label class="field"><span>Subject</span><input name="subject" value="${query.subject}"></label><label class="field"><span>Who</span><input name="actor" value="${query.actor}"></label><button>Show</button></form>
    <div class="card">${table({
      name: 'audit', caption: 'Who did what, the latest first', rows: items, none: 'Nobody has done anything like this.',
      columns: [
        { head: 'When', render: one => instant(one.at) },
        { head: 'Who', render: one => one.actor },
        { head: 'What', render: one => words(one.action) },
        { head: 'To', render: one => ident(one.subject) },
        { head: 'Detail', render: one => (Object.keys(one.detail).length ? html`<details><summary>Detail</summary><pre tabindex="0" aria-label="Detail, as JSON">${JSON.stringify(one.detail, null, 1)}</pre></details>` : '') },
      ],
    })}${pager(query, next, 'audit')}</div>`,
};
