/** The connected systems: circuit, quota, what waits, the feeds, what went wrong; and stopping and starting them. */
import { get, part, post, sandbox } from '../api.js';
import { bar } from '../charts.js';
import { ago, instant, number, plural, words } from '../format.js';
import { html } from '../html.js';
import { ask, card, circuit, link, shown, state, table, thread } from '../parts.js';
import { config, may } from '../session.js';

/** Latency and calls change all the time and nobody tells of them. */
const FELT = 3000;

export const list = {
  title: 'Systems',
  every: FELT,
  load: ({ signal }) => get('experience/v1/operations/systems', signal),
  render: systems => html`<div class="grid">${systems.map(one => card(one.health.name, facts(one), { aside: circuit(one.health), more: { to: ['systems', one.health.system], text: 'Open' } }))}</div>`,
};

export const one = {
  title: (found, { id }) => found?.system.health.name ?? id,
  crumb: { to: ['systems'], text: 'Systems' },
  every: FELT,
  opened: true,
  async load({ id, signal, ui }) {
    const system = await get(`experience/v1/operations/systems/${encodeURIComponent(id)}`, signal);
    const waiting = await part(get(`experience/v1/operations/waiting?system=${encodeURIComponent(id)}&limit=20`, signal));
    const played = config.sandbox ? await part(sandbox('GET', '', undefined, signal)) : undefined;
    const opened = Object.entries(ui.open ?? {}).filter(([, is]) => is).map(([name]) => name);
    const held = await Promise.all(opened.map(name => part(sandbox('GET', `${encodeURIComponent(id)}/${encodeURIComponent(name)}`, undefined, signal))));
    return { system, waiting, played, held: Object.fromEntries(opened.map((name, at) => [name, held[at]])) };
  },
  render({ system, waiting, played, held }, { ui }) {
    const { health } = system;
    return html`${may('operator', 'admin') && html`<p class="asks">${health.paused
        ? ask('resume', 'Resume…', html`<p>What waits for ${health.system} is sent in order.</p><button class="main">Let traffic go on</button>`)
        : ask('pause', 'Pause…', html`<p>Commands for ${health.system} wait, nothing is lost; other systems go on.</p><button class="main">Stop traffic</button>`, { danger: true })}</p>`}
      <div class="grid">
        ${card('Health', facts(system), { aside: circuit(system.health) })}
        ${card('Feeds', table({
          name: 'pollers', ui, caption: 'Feeds', rows: system.pollers, none: 'Nothing is read from it.',
          columns: [
            { head: 'Feed', render: feed => words(feed.feed) },
            { head: 'Last read', render: feed => ago(feed.polledAt) },
            { head: 'Next', render: feed => ago(feed.dueAt) },
            { head: 'Items', num: true, render: feed => number(feed.items) },
            { head: 'Failures', num: true, render: feed => (feed.failures ? html`<span class="tag bad">${feed.failures}</span><br><span class="fine">${feed.problem}</span>` : '0') },
          ],
        }))}
        ${system.subscriptions.length > 0 && card('Subscriptions', table({
          name: 'subscriptions', ui, caption: 'What it tells by itself', rows: system.subscriptions, none: 'None.',
          columns: [
            { head: 'Of', render: one => (one.scope === 'account' ? 'the account' : `project ${one.scope}`) },
            { head: 'Id', render: one => one.subscriptionId ?? html`<span class="tag wait">asked for</span>` },
            { head: 'Ends', render: one => (one.endsAt ? instant(one.endsAt) : 'never') },
            { head: 'Seen', render: one => ago(one.seenAt) },
            { head: 'Drift', num: true, render: one => (one.drifts ? html`<span class="tag wait">${one.drifts}</span><br><span class="fine">${words(one.drift)} ${ago(one.driftAt)}</span>` : '0') },
          ],
        }))}
        ${card('What waits for it', shown(waiting, 'What waits', page => queue(page.items, ui)), { wide: true, more: { to: ['waiting', { system: health.system }], text: 'All' } })}
        ${played && card('In the sandbox', shown(played, 'The sandbox', all => collections(all[health.system], health.system, held, ui)), { wide: true })}
      </div>`;
  },
  actions: {
    async pause(values, { id }) {
      await post(`experience/v1/operations/systems/${encodeURIComponent(id)}/pause`);
      return `Traffic to ${id} is stopped.`;
    },
    async resume(values, { id }) {
      await post(`experience/v1/operations/systems/${encodeURIComponent(id)}/resume`);
      return `Traffic to ${id} goes on.`;
    },
  },
};

function facts({ health, waiting, waitingSince, nextDueAt, pollers }) {
  const errors = Object.entries(health.errorClasses);
  const polled = pollers.map(feed => feed.polledAt).filter(Boolean).sort().at(-1);
  return html`<dl class="facts">
    <div><dt>Role</dt><dd>${words(health.role)}</dd></div>
    <div><dt>Latency, half / 95 %</dt><dd>${Math.round(health.latencyMillisP50)} / ${Math.round(health.latencyMillisP95)} ms</dd></div>
    <div><dt>Calls</dt><dd>${number(health.calls)}, ${health.failures ? html`<span class="tag bad">${health.failures} failed</span>` : 'none failed'}</dd></div>
    <div><dt>Quota left</dt><dd>${Number.isSafeInteger(health.quotaLeft) ? number(health.quotaLeft) : 'not counted'}</dd></div>
    <div><dt>At once</dt><dd>${health.inFlight} of ${health.concurrency}${bar(health.inFlight, health.concurrency, 'billed')}</dd></div>
    <div><dt>Waiting</dt><dd>${waiting ? html`${link(plural(waiting, 'command'), 'waiting', { system: health.system })}, since ${ago(waitingSince)}, next ${ago(nextDueAt)}` : 'nothing'}</dd></div>
    <div><dt>Last read</dt><dd>${ago(polled)}</dd></div>
    <div><dt>Errors since start</dt><dd>${errors.length ? errors.map(([name, count]) => html`<span class="tag wait">${words(name)} ${count}</span> `) : 'none'}</dd></div>
  </dl>`;
}

export const queue = (items, ui) => table({
  name: 'waiting', ui, caption: 'Commands that wait, in the order in which they are released', rows: items, none: 'Nothing waits.',
  columns: [
    { head: 'System', render: one => link(one.system, 'systems', one.system) },
    { head: 'Thread', render: one => thread(one.threadId) },
    { head: 'Why', render: one => html`${words(one.code)}<br><span class="fine">${one.reason}</span>` },
    { head: 'Since', render: one => instant(one.since) },
    { head: 'Next', render: one => ago(one.dueAt) },
  ],
});

/** What the played vendor holds: how many of each kind, and the rows of those that are opened. */
function collections(sizes, system, held, ui) {
  return html`<p class="fine">This system is played by the quick start's sandbox. Its rows are the vendor's own: what a person of that system would see.</p>
    ${Object.entries(sizes ?? {}).map(([name, count]) => html`<details data-opens="${name}" data-key="held ${name}"><summary>${name} ${number(count)}</summary>${held[name] && shown(held[name], name, all => rows(name, all, ui))}<p class="fine"><a href="${config.sandbox}/control/${encodeURIComponent(system)}/${encodeURIComponent(name)}" target="_blank" rel="noreferrer">${name} as JSON<span class="quiet">, opens in a new tab</span></a></p></details>`)}`;
}

const FIELDS = 6;

function rows(name, all, ui) {
  const fields = [...new Set(all.slice(0, 20).flatMap(row => Object.keys(row).filter(field => row[field] !== null && typeof row[field] !== 'object')))].slice(0, FIELDS);
  return table({ name, ui, caption: name, rows: all, none: 'None.', columns: fields.map(field => ({ head: field, render: row => String(row[field] ?? '') })) });
}
