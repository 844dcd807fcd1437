/** The systems that are described: what each can do, what it takes to connect it, and how far that is to be trusted. */
import { get } from '../api.js';
import { number, words } from '../format.js';
import { html } from '../html.js';
import { card, choice, empty, ident, link, state, table } from '../parts.js';

const SEEN = { sandbox: 'Sandbox', contract: 'Contract-checked', real: 'Run for real' };
const TRUST = { official: 'good', derived: 'busy', handwritten: 'wait' };
const SAFE = {
  'read': 'changes nothing',
  'natural-key': 'written under a key of ours',
  'key-header': 'the system knows a repeat by a header',
  'probe': 'looked for before it is repeated',
  'state': 'the same state is set again',
  'detect-only': 'cannot be prevented, only seen afterwards',
  'again': 'a repeat may tell people twice',
};

const seen = one => (one.seen.length ? one.seen.map(where => html`${state(SEEN[where] ?? where, where === 'real' ? 'good' : 'busy')} `) : html`${state('Golden files only', 'wait')}`);
const trust = one => state(one.trust, TRUST[one.trust]);
const lacking = one => one.operations.filter(operation => operation.lacks).length;
const ways = one => [...new Set(one.signIn.map(way => way.strategy))];

function span({ requests, perSeconds, concurrency, learnt }) {
  return html`${requests ? html`${number(requests)} in ${perSeconds} s, ` : ''}${number(concurrency)} at once${learnt ? html`; corrected by ${ident(learnt)}` : ''}`;
}

export const list = {
  title: 'Catalogue',
  least: 60000,
  load: ({ signal }) => get('experience/v1/operations/catalogue', signal),
  render(systems, { query }) {
    const roles = [...new Set(systems.map(one => one.role))];
    const wanted = systems.filter(one => !query.role || one.role === query.role).sort((one, other) => one.name.localeCompare(other.name));
    return html`<p class="lead">Every system that is described in a folder, with what its folder says. To add one takes a folder and no Java.</p>
      <form class="filter" data-act="filter" aria-label="Which systems">${choice('Role', 'role', query.role, [['', 'All'], ...roles.map(role => [role, words(role)])])}</form>
      <div class="card">${table({
        name: 'catalogue', caption: 'Systems', rows: wanted, none: 'No such system.',
        columns: [
          { head: 'System', render: one => html`${link(one.name, 'catalogue', one.system)}${one.plays && html`<br>${link('connected here', 'systems', one.system)}`}${one.refused && html`<br>${state('own folder refused', 'bad')}`}` },
          { head: 'Role', render: one => words(one.role) },
          { head: 'Operations', num: true, render: one => html`${number(one.operations.length - lacking(one))}${lacking(one) ? html`<br><span class="fine">${lacking(one)} lacking</span>` : ''}` },
          { head: 'Sign-in', render: one => html`<span class="fine">${ways(one).map(words).join(', ') || 'none'}</span>` },
          { head: 'Its own events', render: one => (one.hook ? html`<span class="fine">${one.hook.verified.map(words).join(', ')}</span>` : html`<span class="fine">polled</span>`) },
          { head: 'Quota', render: one => html`<span class="fine">${span(one.quota[0])}</span>` },
          { head: 'Contract', render: trust },
          { head: 'Seen to work', render: seen },
        ],
      })}</div>`;
  },
};

export const one = {
  title: (found, { id }) => found?.name ?? words(id),
  crumb: { to: ['catalogue'], text: 'Catalogue' },
  least: 60000,
  load: ({ id, signal }) => get(`experience/v1/operations/catalogue/${encodeURIComponent(id)}`, signal),
  render: (one, { ui }) => html`<p class="lead">${words(one.role)} ${one.plays ? html`· ${link('connected here', 'systems', one.system)}` : html`· not connected here`}</p>
    ${one.refused && html`<p class="stale" role="status">The firm's own folder is not in force: ${one.refused}</p>`}
    <div class="grid">
      ${card('How far it is to be trusted', html`<dl class="facts">
        <div><dt>Contract behind it</dt><dd>${trust(one)}</dd></div>
        <div><dt>Seen to work</dt><dd>${seen(one)}</dd></div>
        <div><dt>Version in force</dt><dd>${ident(one.version.slice(0, 12))}</dd></div></dl>
        <p class="fine">${one.source}</p>${one.note && html`<p>${one.note}</p>`}`)}
      ${card('To connect it', html`${one.signIn.length ? html`<p class="fine">The first way whose configuration is complete is used.</p><ul class="talk">${one.signIn.map(way => html`<li><strong>${words(way.strategy)}</strong>${way.account && html` for ${way.account}`}<br>${way.configuration.map(name => html`${ident(name)} `)}</li>`)}</ul>` : empty('Nothing to sign in with')}
        <dl class="facts"><div><dt>Scopes and rights</dt><dd>${one.scopes ?? '–'}</dd></div>${one.quota.map(quota => html`<div><dt>Quota${quota.account && ` of ${quota.account}`}</dt><dd>${span(quota)}</dd></div>`)}
        <div><dt>Its own events</dt><dd>${one.hook ? html`<code>/hooks/${one.system}</code>, verified by ${one.hook.verified.map(words).join(', ')}${one.hook.handshake && ', introduces itself'}${one.hook.configuration.map(name => html` ${ident(name)}`)}` : html`none described; polled`}</dd></div></dl>`)}
      ${card('Operations', table({
        name: 'operations', ui, caption: 'Operations', rows: one.operations, none: 'It is only read.',
        columns: [
          { head: 'Operation', render: operation => html`<strong>${words(operation.name)}</strong>${operation.summary && html`<br><span class="fine">${operation.summary}</span>`}` },
          { head: 'Safe to repeat', render: operation => (operation.lacks ? html`${state('lacking', 'wait')} <span class="fine">${operation.lacks}</span>` : html`${words(operation.idempotency)}<br><span class="fine">${operation.note ?? SAFE[operation.idempotency]}</span>`) },
          { head: 'Taken back by', render: operation => (operation.undo ? words(operation.undo) : html`<span class="none">–</span>`) },
        ],
      }), { wide: true })}
      ${card('What is read from it', table({
        name: 'feeds', ui, caption: 'Feeds', rows: one.feeds, none: 'Nothing is read from it.',
        columns: [
          { head: 'Feed', render: feed => words(feed.name) },
          { head: 'Brings', render: feed => words(feed.kind) },
          { head: 'Asked every', num: true, render: feed => (feed.lacks ? html`${state('lacking', 'wait')} <span class="fine">${feed.lacks}</span>` : html`${number(feed.everySeconds)} s`) },
        ],
      }), { wide: true })}
    </div>`,
};
