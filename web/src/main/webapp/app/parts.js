/** Pieces that pages are made of. */
import { html } from './html.js';
import { ago, date, instant, money, number, words } from './format.js';
import { readable, route } from './routes.js';

/** What is shown instead of a page or a part of it when the answer was no success. */
export function failed(trouble, what = 'This') {
  const [title, advice] = explained(trouble);
  const { code, correlationId, type } = trouble.problem ?? {};
  return html`<div class="state" role="${trouble.status === 403 ? 'note' : 'alert'}">
    <strong>${title}</strong>
    <p>${advice(what)} ${trouble.status === 403 ? '' : trouble.message}</p>
    ${code && trouble.status !== 403 && html`<p class="fine">${type ? html`<a href="problems/${encodeURIComponent(code)}">${code}</a>` : code}${correlationId && html` · correlation id <code>${correlationId}</code>`}</p>`}
  </div>`;
}

function explained(trouble) {
  if ([0, 502, 503, 504].includes(trouble.status)) return ['Not reachable', () => 'It is asked again every few seconds.'];
  if (trouble.status === 403) return ['Not for your role', what => `${what} is shown to other roles. Ask an admin if you should see it.`];
  if (trouble.status === 404) return ['There is no such thing', () => 'It may have been opened from an old address.'];
  return ['This could not be shown', () => ''];
}

export const empty = (title, advice) => html`<div class="state"><strong>${title}</strong>${advice && html`<p>${advice}</p>`}</div>`;
export const loading = html`<p class="state loading" role="status">Loading…</p>`;

/** A part of a page that came, or its trouble. */
export const shown = (part, what, render) => (part.trouble ? failed(part.trouble, what) : render(part.data));

export function card(title, body, { id, more, wide, aside } = {}) {
  return html`<section class="card ${wide && 'wide'}" aria-label="${title}" ${id && html`id="${id}" data-key="${id}"`}>
    <header><h2>${title}</h2>${aside}${more && readable(more.to[0]) && html`<a class="more" href="${to(...more.to)}">${more.text}</a>`}</header>
    ${body}
  </section>`;
}

const TONES = {
  good: ['active', 'done', 'paid', 'closed', 'applied', 'accepted', 'passed', 'resolved', 'holds', 'read', 'approved', 'set-off'],
  busy: ['opening', 'running', 'released', 'posted', 'queued', 'new', 'fit', 'started', 'recorded'],
  wait: ['waiting', 'draft', 'half-open', 'undoing', 'paused', 'unknown', 'retry', 'duplicate', 'superseded'],
  bad: ['taken back', 'held', 'open', 'failed', 'refused', 'hold', 'broken', 'lost'],
};

/** A state as a word with a colour; the word alone tells it. */
export function state(word, tone) {
  const known = tone ?? Object.keys(TONES).find(name => TONES[name].includes(word)) ?? 'plain';
  return html`<span class="tag ${known}">${words(word)}</span>`;
}

/** Who pays for a client, where that is another. */
export const paidBy = ({ payer }) => payer && html` · paid by ${payer.name ?? ''} ${ident(payer.id)}`;

/** Leads there whoever may read what is there; to others it is the text alone. */
export const link = (text, ...path) => (readable(path[0]) ? html`<a href="${to(...path)}">${text}</a>` : html`${text}`);

/** The thread of an engagement; messages to people are on none. */
export const thread = (id, name = id) => (id === 'notices' ? words(name) : link(name, 'engagements', id));

/** An address in here: to('engagements', id, {state: 'active'}). */
export function to(...path) {
  const last = path.at(-1);
  const query = typeof last === 'object' ? new URLSearchParams(Object.entries(path.pop()).filter(([, value]) => value)).toString() : '';
  return `#/${path.map(encodeURIComponent).join('/')}${query && `?${query}`}`;
}

export const ident = id => (id ? html`<code class="id">${id}</code>` : html`<span class="none">–</span>`);
export const since = iso => ago(iso);

const STEP = 100;

/**
 * A table that stays fast: it shows a hundred rows, and a hundred more when asked.
 * columns: [{head, num, sort, render}], {@code sort} the word by which the hub sorts so, as people mostly want it; {@code sorted}: the word by which it is sorted now;
 * {@code ui} keeps how many are shown; rows that follow each other and have the same {@code group} get its name as a heading.
 */
export function table({ name, caption, columns, rows, ui, group, sorted, none = 'Nothing here.' }) {
  if (!rows.length) return empty(none);
  const most = ui?.rows?.[name] ?? STEP;
  return html`<div class="scroll" role="region" aria-label="Table: ${caption}" tabindex="0">
    <table role="table"><caption class="quiet">${caption}</caption>
      <thead role="rowgroup"><tr role="row">${columns.map(column => heading(column, sorted))}</tr></thead>
      <tbody role="rowgroup">${rows.slice(0, most).map((row, at) => html`${group && (at === 0 || group(rows[at - 1]) !== group(row)) && html`<tr role="row" class="group"><th scope="colgroup" role="columnheader" colspan="${columns.length}">${group(row)}</th></tr>`}<tr role="row">${columns.map(column => html`<td role="cell" data-label="${column.head}" class="${column.num && 'right'}"><div>${column.render(row)}</div></td>`)}</tr>`)}</tbody>
    </table></div>
    ${rows.length > most && html`<p class="pager"><button type="button" data-act="more" data-name="${name}">Show ${Math.min(STEP, rows.length - most)} more</button> <span class="fine">${number(most)} of ${number(rows.length)} shown</span></p>`}`;
}

const turned = word => (word.startsWith('-') ? word.slice(1) : `-${word}`);

/** Sorts the list where the hub does; where it is sorted so already, the other way round. */
function heading({ head, num, sort }, sorted) {
  const way = sort && [sort, turned(sort)].includes(sorted) && (sorted.startsWith('-') ? 'descending' : 'ascending');
  return html`<th scope="col" role="columnheader" class="${num && 'right'}" ${way && html`aria-sort="${way}"`}>${sort ? html`<button type="button" class="sort" data-act="sort" data-by="${way ? turned(sorted) : sort}" data-key="sort ${sort}">${head}</button>` : head}</th>`;
}

/** Hands a text to the browser as a file. */
export function save(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text]));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Saves all of a list: its page has an action for it. */
export const saving = html`<button type="button" data-act="csv">Save as CSV</button>`;

/** Leads from one page of a list to the next and back: the address keeps where the pages before began, but for the first, which begins nowhere. */
export function pager(query, next, ...path) {
  const { cursor, ...others } = query;
  if (!cursor && !next) return '';
  const back = route()?.back?.split('.') ?? [];
  const page = (text, where) => html`<a class="button" href="${to(...path, { ...others, ...where })}">${text}</a>`;
  return html`<nav class="pager" aria-label="Pages">${cursor && html`${page('First page', {})} ${page('Previous page', { cursor: back.at(-1), back: back.slice(0, -1).join('.') })}`} ${next && page('Next page', { cursor: next, back: cursor && [...back, cursor].join('.') })}</nav>`;
}

/** What to look for in a list; it becomes part of the address. */
export const search = (label, value) => html`<label class="field grow"><span>${label}</span><input name="like" type="search" value="${value}" maxlength="200" autocomplete="off"></label>`;

/** What a link asked for of a list, to be taken back; and its order, which stays whatever else is chosen. */
export const kept = ({ entity, through, sort }) => html`${entity && choice('Entity', 'entity', entity, [['', 'All'], [entity, entity]])}${through && choice('Through', 'through', through, [['', 'Any day'], [through, through]])}${sort && html`<input type="hidden" name="sort" value="${sort}">`}`;

/** The same for a list of which nothing else can be chosen. */
export const asked = query => (query.entity || query.through) && html`<form class="filter" data-act="filter" role="search" aria-label="Of what">${kept(query)}</form>`;

/** A choice that becomes part of the address as soon as it is made. */
export function choice(label, name, value, options) {
  return html`<label class="field"><span>${label}</span><select name="${name}">${options.map(([is, says]) => html`<option value="${is}" ${is === (value ?? '') && 'selected'}>${says}</option>`)}</select></label>`;
}

export const selected = (is, value) => (is === (value ?? '') ? html`selected` : '');

/** Something that needs a second thought, a reason or an answer: it opens under its own button. */
export function ask(name, label, body, { danger, act = name } = {}) {
  return html`<details class="ask ${danger && 'danger'}" data-key="ask-${name}"><summary class="button">${label}</summary><form data-act="${act}">${body}</form></details>`;
}

/** The steps of a journey with every effect it asked for. */
export function journey(one, { open } = {}) {
  return html`<article class="journey" data-key="${one.id}">
    <h3>${words(one.plan)} ${state(one.state)}</h3>
    <p class="fine">${ident(one.id)} · started ${instant(one.startedAt)} · moved ${ago(one.changedAt)}${one.generation ? html` · generation ${one.generation}` : ''}${one.approvedBy && html` · approved by ${one.approvedBy}`}</p>
    ${one.undoAsked && html`<p class="fine">Undo asked: ${one.undoAsked}</p>`}
    <ol class="steps">${(one.steps ?? []).map(step => html`<li class="${step.state}">
      <span class="step"><strong>${words(step.name)}</strong> ${step.kind === 'pivot' ? html`<span class="tag plain" title="Behind this step there is no undo">Pivot</span>` : html`<span class="fine">${step.kind}</span>`} ${step.state === 'ahead' ? html`<span class="fine">ahead</span>` : state(step.state)}</span>
      ${step.attempts?.length ? html`<details ${open && step.state === 'held' && 'open'}><summary>${step.attempts.length === 1 ? '1 effect' : `${step.attempts.length} effects`}${step.attempts.some(attempt => attempt.problem && attempt.effect !== 'applied') ? html` <span class="tag bad">Problem</span>` : ''}</summary>${step.attempts.map(attempt)}</details>` : ''}
    </li>`)}</ol>
  </article>`;
}

function attempt(one) {
  return html`<dl class="facts">
    <div><dt>Effect</dt><dd>${words(one.operation)} at ${one.system} ${state(one.withdrawn ? 'withdrawn' : one.effect)}</dd></div>
    <div><dt>Their id</dt><dd>${ident(one.targetId)}</dd></div>
    <div><dt>Tries</dt><dd>${one.tries}, first ${instant(one.firstAt)}, last ${instant(one.lastAt)}</dd></div>
    ${one.problem && html`<div><dt>Problem</dt><dd>${one.problem}</dd></div>`}
    ${one.waitsFor && html`<div><dt>Waits for</dt><dd>${one.waitsFor}, until ${instant(one.waitsUntil)}</dd></div>`}
    <div><dt>Key</dt><dd>${ident(one.effectKey)}</dd></div>
  </dl>`;
}

/** Whether a system can be called now. */
export const circuit = health => (health.paused ? state('paused') : html`<span class="tag ${{ closed: 'good', open: 'bad' }[health.circuit] ?? 'wait'}">Circuit ${health.circuit}</span>`);

/** What was spent in the contract's currency, and the rate that says so. */
export const exchanged = ({ exchanged: one }) => one && html` <span class="fine">${money(one.amount, one.currency)} at 1 ${one.from} = ${one.rate} ${one.to}, ${one.source} of ${date(one.on)}</span>`;
