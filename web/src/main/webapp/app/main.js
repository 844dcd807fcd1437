/** The frame: who is signed in, which page is shown, keeping it live, and what people do on it. */
import { Trouble } from './api.js';
import { html, show } from './html.js';
import { listen } from './live.js';
import { failed, loading, to } from './parts.js';
import { config, configure, may, returned, session, signIn, signOut } from './session.js';
import overview from './views/overview.js';
import * as engagements from './views/engagements.js';
import thread from './views/thread.js';
import * as exceptions from './views/exceptions.js';
import * as finance from './views/finance.js';
import * as operations from './views/operations.js';
import * as systems from './views/systems.js';
import play from './views/play.js';

/**
 * Addresses and their pages; a page is
 * {title, load, render, actions}, {@code on}: the words of changes that concern it, if not all; {@code every}: how often it is loaded whatever is
 * told; {@code least}: how much time to leave between two loads, because one is dear; all in milliseconds.
 */
const PAGES = {
  '': overview,
  'engagements': engagements.list,
  'engagements/:id': thread,
  'exceptions': exceptions.desk,
  'exceptions/:id': exceptions.one,
  'finance': finance.desk,
  'finance/unbilled': finance.unbilled,
  'finance/receivables': finance.receivables,
  'finance/invoices/:id': finance.invoice,
  'systems': systems.list,
  'systems/:id': systems.one,
  'journeys': operations.journeys,
  'journeys/:id': operations.journey,
  'evidence/:id': operations.evidence,
  'proofs': operations.proofs,
  'waiting': operations.waiting,
  'audit': operations.audit,
  'play': play,
};

/** What the header offers, and to whom. */
const MENU = [
  ['', 'Overview'],
  ['engagements', 'Threads'],
  ['exceptions', 'Exceptions'],
  ['finance', 'Finance', 'finance', 'auditor', 'admin'],
  ['systems', 'Systems', 'operator', 'auditor', 'admin'],
  ['play', 'Play', 'operator', 'admin'],
];

/** How often a page is loaded again by itself: while nobody tells of changes, and while somebody does (ages grow, and a word may be lost). */
const USUALLY_EVERY = 5000;
const WHILE_LIVE_EVERY = 60000;

/** However much happens: not more than a quarter of the time is spent on loading, and not more than once a second. */
const LEAST_BETWEEN = 1000;
const main = document.getElementById('main');
const said = document.getElementById('said');
let now = { page: null };
let entered = false;
let stream;
let live = false;

function route() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').filter(Boolean).map(decodeURIComponent);
  for (const [pattern, page] of Object.entries(PAGES)) {
    const wanted = pattern.split('/').filter(Boolean);
    if (wanted.length !== parts.length || !wanted.every((part, at) => part === ':id' || part === parts[at])) continue;
    return { page, menu: parts[0] ?? '', id: parts[wanted.indexOf(':id')], query: Object.fromEntries(new URLSearchParams(query)) };
  }
  return null;
}

async function open() {
  now.stop?.abort();
  clearTimeout(now.timer);
  const found = route();
  now = { ...found, stop: new AbortController(), ui: {}, data: undefined };
  say('');
  if (!session()) return door();
  tune();
  if (!found) return frame(html`<h1 tabindex="-1">There is no such page</h1><p><a href="${to()}">Overview</a></p>`, 'No such page');
  render();
  focusHeading();
  await load();
}

async function load() {
  const mine = now;
  if (mine.busy) {
    mine.changed = true; // what it shows then may be older than the change
    return;
  }
  mine.busy = true;
  mine.changed = false;
  mine.began = Date.now();
  try {
    const data = await mine.page.load({ id: mine.id, query: mine.query, signal: mine.stop.signal, ui: mine.ui });
    if (mine !== now) return;
    Object.assign(now, { data, trouble: undefined, seen: new Date() });
  } catch (trouble) {
    if (mine !== now || trouble.name === 'AbortError') return;
    if (!(trouble instanceof Trouble)) throw trouble;
    if (trouble.status === 401) return door('Your session has ended.');
    now.trouble = trouble;
  } finally {
    mine.busy = false;
    mine.took = Date.now() - mine.began;
  }
  render();
  again();
}

/** Sets the time of the next load. */
function again() {
  clearTimeout(now.timer);
  const mine = now;
  const { every, least = 0 } = mine.page;
  const usual = every ?? Math.max(live ? WHILE_LIVE_EVERY : USUALLY_EVERY, least);
  const soon = Math.max(LEAST_BETWEEN, mine.took * 3, least) - (Date.now() - mine.began - mine.took);
  now.timer = setTimeout(() => !document.hidden && mine === now && load(), mine.changed ? Math.max(soon, 0) : usual);
}

/** Listens while somebody is signed in and looks. */
function tune() {
  if (!document.hidden && session()) {
    if (stream) return;
    stream = new AbortController();
    listen({ signal: stream.signal, told, turned });
  } else {
    stream?.abort();
    stream = undefined;
    live = false;
  }
}

function turned(on) {
  live = on;
  if (!now.page) return;
  if (!session()) return door('Your session has ended.');
  render();
  if (on) told();
  else again();
}

/** Something changed, or may have before anybody listened. */
function told(words) {
  if (!now.page || !session() || (words && now.page.on && !words.some(word => now.page.on.includes(word)))) return;
  now.changed = true;
  if (!now.busy) again();
}

function render() {
  const { page, data, trouble, seen } = now;
  const title = typeof page.title === 'function' ? page.title(data, now) : page.title;
  const stale = trouble && data !== undefined;
  frame(
    html`${page.crumb && html`<p class="crumb"><a href="${page.crumb.href}">${page.crumb.text}</a></p>`}
      <h1 tabindex="-1">${title}</h1>
      ${stale && html`<p class="stale" role="status">Not live: ${trouble.message} Shown as of ${seen.toLocaleTimeString()}.</p>`}
      ${data !== undefined ? page.render(data, now) : trouble ? failed(trouble, 'This page') : loading}`,
    title,
  );
}

function frame(body, title) {
  document.title = `${title} · Throughline`;
  const who = session();
  const current = now.menu;
  show(
    document.getElementById('top'),
    html`<a class="brand" href="${to()}"><img src="app/icon.svg" alt="" width="28" height="28"> Throughline</a>
      <nav aria-label="Main">${who && MENU.filter(([name, , ...roles]) => (!roles.length || may(...roles)) && (name !== 'play' || config.sandbox)).map(([name, text]) => html`<a href="${to(...(name ? [name] : []))}" ${name === current && html`aria-current="page"`}>${text}</a>`)}</nav>
      ${who && html`<span class="pulse ${live && 'live'}" title="${live ? 'The hub tells this page of every change' : `Asked again every ${USUALLY_EVERY / 1000} seconds: the hub tells nothing at the moment`}">${live ? 'Live' : 'Not live'}</span><span class="who"><span class="quiet">Signed in as </span>${who.name} <button type="button" class="plain" data-act="leave">Sign out</button></span>`}`,
  );
  show(main, body);
}

/** What is shown to nobody in particular. */
function door(problem) {
  clearTimeout(now.timer);
  tune();
  frame(
    html`<div class="door"><h1 tabindex="-1">From quote to cash, in one thread</h1>
      <p>Sign in to see your firm's engagements across all its systems.</p>
      ${problem && html`<p class="stale" role="alert">${problem}</p>`}
      <p><button type="button" class="main" data-act="enter">Sign in</button></p>
      <p class="fine">Through ${config.issuer ?? 'an issuer that is not known'}</p></div>`,
    'Sign in',
  );
}

function say(text, tone = 'good') {
  show(said, text ? html`<div class="toast ${tone}" role="${tone === 'bad' ? 'alert' : 'note'}"><span>${text}</span><button type="button" class="plain" data-act="hush" aria-label="Dismiss">×</button></div>` : '');
}

/** The first page leaves focus where the browser puts it; every later one is announced by its heading. */
function focusHeading() {
  if (entered) main.querySelector('h1')?.focus();
  entered = true;
  window.scrollTo(0, 0);
  document.querySelector('#top [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
}

/** Done in the same way on every page. */
const COMMON = {
  async enter() {
    await signIn();
  },
  leave() {
    signOut();
    door();
  },
  hush() {
    say('');
  },
  more({ name }) {
    now.ui.rows = { ...now.ui.rows, [name]: (now.ui.rows?.[name] ?? 100) + 100 };
    render();
  },
  filter(chosen) {
    location.hash = to(...location.hash.replace(/^#\/?/, '').split('?')[0].split('/').filter(Boolean).map(decodeURIComponent), chosen);
  },
};

async function act(element, values) {
  const name = element.dataset.act;
  if (COMMON[name]) return COMMON[name](values);
  const mine = now;
  const busy = element.matches('form') ? element.querySelector('button:not([type=button])') : element;
  if (busy?.disabled) return;
  if (busy) busy.disabled = true;
  try {
    const done = await mine.page.actions[name](values, { id: mine.id, query: mine.query, ui: mine.ui, data: mine.data });
    if (mine !== now) return;
    if (done !== undefined) {
      say(done);
      if (element.matches('form')) element.reset();
      element.closest('details.ask')?.removeAttribute('open');
      await load();
    } else {
      render();
    }
  } finally {
    if (busy) busy.disabled = false;
  }
}

function tell(trouble) {
  if (!(trouble instanceof Error)) throw trouble;
  if (trouble.status === 401) return door('Your session has ended.');
  const errors = trouble.problem?.errors?.map(error => `${error.pointer ?? ''} ${error.detail ?? error.message ?? ''}`).join('; ');
  say(`${trouble.problem?.title ? `${trouble.problem.title}: ` : ''}${trouble.message}${errors ? ` (${errors})` : ''}`, 'bad');
}

const values = form => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value]));

document.addEventListener('click', event => {
  const skip = event.target.closest('[data-skip]');
  if (skip) {
    event.preventDefault();
    main.focus();
  }
  const element = event.target.closest('button[data-act]');
  if (element) act(element, { ...element.dataset }).catch(tell);
});
document.addEventListener('submit', event => {
  event.preventDefault();
  act(event.target, values(event.target)).catch(tell);
});
document.addEventListener('change', event => {
  const form = event.target.closest('form[data-act=filter]');
  if (form) COMMON.filter(values(form));
});
document.addEventListener(
  'toggle',
  event => {
    const key = event.target.dataset?.opens;
    if (!key || !now.page) return;
    now.ui.open = { ...now.ui.open, [key]: event.target.open };
    render();
  },
  true,
);
document.addEventListener('visibilitychange', () => {
  tune();
  if (!document.hidden && now.page && session()) load();
});
addEventListener('hashchange', open);

try {
  await configure();
  await returned();
  await open();
} catch (problem) {
  now.menu = undefined;
  door(problem.message);
}
