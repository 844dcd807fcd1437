/** Begins, and hands on what people do. */
import { door, load, now, open, render, tune } from './page.js';
import { refocus, say } from './frame.js';
import { to } from './parts.js';
import { ahead } from './routes.js';
import { configure, leave, returned, session, signIn } from './session.js';

/** Done in the same way on every page. */
const COMMON = {
  async enter() {
    await signIn();
  },
  async leave() {
    const gone = leave();
    door();
    await gone.catch(unreachable => console.info('signed out here only:', unreachable.message));
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
  sort({ by }) {
    const { cursor, ...query } = now.query;
    COMMON.filter({ ...query, sort: by });
  },
};

/** What was pressed and has not been answered yet. */
const acting = new WeakSet();

async function act(element, values) {
  const name = element.dataset.act;
  if (COMMON[name]) return COMMON[name](values);
  const mine = now;
  const busy = element.matches('form') ? element.querySelector('button:not([type=button])') : element;
  if (acting.has(element)) return;
  acting.add(element);
  busy?.setAttribute('aria-disabled', 'true'); // not disabled, which would take the focus away
  try {
    const done = await mine.page.actions[name](values, { id: mine.id, query: mine.query, ui: mine.ui, data: mine.data });
    if (mine !== now) return;
    if (done !== undefined) {
      say(done);
      if (element.matches('form')) element.reset();
      folded(element.closest('details.ask'));
      await load();
      refocus();
    } else {
      render();
    }
  } finally {
    acting.delete(element);
    busy?.removeAttribute('aria-disabled');
  }
}

/** Closes what was opened by its own button, and is back at that button. */
function folded(asked) {
  if (!asked) return;
  asked.open = false;
  asked.querySelector('summary').focus();
}

function tell(trouble) {
  if (!(trouble instanceof Error)) throw trouble;
  if (trouble.status === 401) return door('Your session has ended.');
  const errors = trouble.problem?.errors?.map(error => `${error.pointer ?? ''} ${error.detail ?? error.message ?? ''}`).join('; ');
  say(`${trouble.problem?.title ? `${trouble.problem.title}: ` : ''}${trouble.message}${errors ? ` (${errors})` : ''}`, 'bad');
}

const values = form => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value]));

document.addEventListener('click', event => {
  if (event.target.closest('[data-skip]')) {
    event.preventDefault();
    document.getElementById('main').focus();
  }
  const element = event.target.closest('button[data-act]');
  if (element) act(element, { ...element.dataset }).catch(tell);
});
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') folded(event.target.closest('details.ask[open]'));
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
    if (now.page.opened) load();
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
  ahead();
} catch (problem) {
  now.menu = undefined;
  door(problem.message);
}
