/** What stands around every page, and in the place of one: the header, the door, a word about what was done. */
import { html, show } from './html.js';
import { to } from './parts.js';
import { menu, ROLES } from './routes.js';
import { config, session } from './session.js';

const main = document.getElementById('main');
const ICON = new URL('./icon.svg', import.meta.url).pathname;
const said = document.getElementById('said');

/** {@code live}: whether the hub tells of changes; {@code every}: seconds after which it is asked where it does not. */
export function frame(body, { title, current, live, every }) {
  document.title = `${title} · Throughline`;
  const who = session();
  show(
    document.getElementById('top'),
    html`<a class="brand" href="${to()}"><img src="${ICON}" alt="" width="28" height="28"> Throughline</a>
      <nav aria-label="Main">${who && menu(config.sandbox).map(([name, text]) => html`<a href="${to(...(name ? [name] : []))}" ${name === current && html`aria-current="page"`}>${text}</a>`)}</nav>
      ${who?.roles?.length > 0 && html`<span class="pulse ${live && 'live'}" title="${live ? 'The hub tells this page of every change' : `Asked again every ${every} seconds: the hub tells nothing at the moment`}">${live ? 'Live' : 'Not live'}</span>`}
      ${who && html`<span class="who"><span class="quiet">Signed in as </span>${who.name} <button type="button" class="plain" data-act="leave">Sign out</button></span>`}`,
  );
  show(main, body);
}

/** What is shown to nobody in particular. */
export const door = problem => html`<div class="door"><h1 tabindex="-1">From quote to cash, in one thread</h1>
  <p>Sign in to see your firm's engagements across all its systems.</p>
  ${problem && html`<p class="stale" role="alert">${problem}</p>`}
  <p><button type="button" class="main" data-act="enter">Sign in</button></p>
  <p class="fine">Through ${config.issuer ?? 'an issuer that is not known'}</p></div>`;

/** Signed in, and nothing to see. */
export const nobody = html`<h1 tabindex="-1">No role here</h1><div class="state"><strong>You are signed in, and have none of the roles of this hub</strong>
  <p>Ask an admin of your issuer for one of ${ROLES.join(', ')}.</p></div>`;

export function say(text, tone = 'good') {
  show(said, text ? html`<div class="toast ${tone}" role="${tone === 'bad' ? 'alert' : 'note'}"><span>${text}</span><button type="button" class="plain" data-act="hush" aria-label="Dismiss">×</button></div>` : '');
}

let entered = false;

/** The first page leaves focus where the browser puts it; every later one is announced by its heading. */
export function focusHeading() {
  if (entered) main.querySelector('h1')?.focus();
  entered = true;
  window.scrollTo(0, 0);
  document.querySelector('#top [aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' });
}

/** What was pressed has the focus again once it is back. */
export function focusOn(key) {
  main.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  refocus();
}

/** When what had the focus is gone, the page's heading has it: a keyboard goes on from there and a screen reader says where it is. */
export function refocus() {
  if (document.activeElement === document.body) main.querySelector('h1')?.focus({ preventScroll: true });
}
