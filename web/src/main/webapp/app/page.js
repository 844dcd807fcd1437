/** The page that is shown: fetching, loading, keeping it live. */
import { Trouble } from './api.js';
import * as around from './frame.js';
import { html } from './html.js';
import { listen } from './live.js';
import { failed, link, loading, to } from './parts.js';
import { fetched, route } from './routes.js';
import { session } from './session.js';

/** How often a page is loaded again by itself: while nobody tells of changes, and while somebody does (ages grow, and a word may be lost). */
const USUALLY_EVERY = 5000;
const WHILE_LIVE_EVERY = 60000;

/** However much happens: not more than a quarter of the time is spent on loading, and not more than once a second. */
const LEAST_BETWEEN = 1000;

/** What is shown: the page, what it loaded, what people opened on it. */
export let now = { page: null };

let stream;
let live = false;

export async function open() {
  const sorting = document.activeElement?.closest('button[data-act=sort]')?.dataset.key;
  now.stop?.abort();
  clearTimeout(now.timer);
  const found = route();
  now = { ...found, page: null, stop: new AbortController(), ui: {}, data: undefined };
  around.say('');
  if (!session()) return door();
  if (!session().roles?.length) return frame(around.nobody, 'No role');
  tune();
  if (!found) return frame(html`<h1 tabindex="-1">There is no such page</h1><p><a href="${to()}">Overview</a></p>`, 'No such page');
  const mine = now;
  try {
    const page = await fetched(found.file);
    if (mine !== now) return;
    now.page = page;
  } catch (gone) {
    if (mine !== now) return;
    if (!(gone instanceof TypeError)) console.error(gone); // a defect of ours; a file that did not come is none
    frame(html`<h1 tabindex="-1">This page</h1>${failed(new Trouble(0, { detail: 'The page itself did not come.' }))}`, 'Not reachable');
    now.timer = setTimeout(() => mine === now && open(), USUALLY_EVERY);
    return;
  }
  render();
  if (!sorting) around.focusHeading();
  await load();
  if (sorting && mine === now) around.focusOn(sorting);
}

export async function load() {
  const mine = now;
  if (!mine.page) return;
  if (mine.busy) {
    mine.changed = true; // what it shows then may be older than the change
    return;
  }
  mine.busy = true;
  mine.changed = false;
  mine.began = Date.now();
  try {
    const data = await mine.page.load({ id: mine.id, query: mine.query, signal: mine.stop.signal, ui: mine.ui, sofar: part => sofar(mine, part) });
    if (mine !== now) return;
    Object.assign(now, { data, whole: true, trouble: undefined, seen: new Date() });
  } catch (trouble) {
    if (mine !== now || trouble.name === 'AbortError') return;
    if (trouble.status === 401) return door('Your session has ended.');
    if (!(trouble instanceof Trouble)) console.error(trouble); // a defect of ours: said, and tried again all the same
    now.trouble = trouble;
  } finally {
    mine.busy = false;
    mine.took = Date.now() - mine.began;
  }
  again();
  const held = document.activeElement !== document.body;
  render();
  if (held) around.refocus();
}

/** What has come of a page that is loaded for the first time; later it stays whole until all is there. */
function sofar(mine, part) {
  if (mine !== now || mine.whole || !mine.busy) return;
  now.data = part;
  render();
}

/** Sets the time of the next load. */
function again() {
  clearTimeout(now.timer);
  const mine = now;
  const { every, least = 0 } = mine.page;
  const usual = every ?? Math.max(live && !mine.trouble ? WHILE_LIVE_EVERY : USUALLY_EVERY, least);
  const soon = Math.max(LEAST_BETWEEN, mine.took * 3, least) - (Date.now() - mine.began - mine.took);
  now.timer = setTimeout(() => !document.hidden && mine === now && load(), mine.changed ? Math.max(soon, 0) : usual);
}

/** Listens while somebody is signed in and looks. */
export function tune() {
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

export function render() {
  const { page, data, trouble, seen } = now;
  const title = typeof page.title === 'function' ? page.title(data, now) : page.title;
  const stale = trouble && data !== undefined;
  frame(
    html`${page.crumb && html`<p class="crumb">${link(page.crumb.text, ...page.crumb.to)}</p>`}
      <h1 tabindex="-1">${title}</h1>
      ${stale && html`<p class="stale" role="status">Not live: ${trouble.message}${seen && ` Shown as of ${seen.toLocaleTimeString()}.`}</p>`}
      ${data !== undefined ? page.render(data, now) : trouble ? failed(trouble, 'This page') : loading}`,
    title,
  );
}

function frame(body, title) {
  around.frame(body, { title, current: now.menu, live, every: USUALLY_EVERY / 1000 });
}

/** Signed out, or not signed in yet. */
export function door(problem) {
  clearTimeout(now.timer);
  now.page = null;
  tune();
  frame(around.door(problem), 'Sign in');
}
