/** The exception desk: what people must decide, and everything needed to decide it. */
import { get, post } from '../api.js';
import { choosing } from '../choosing.js';
import { ago, date, instant, money, words } from '../format.js';
import { html } from '../html.js';
import { ask, card, choice, empty, ident, journey, kept, link, pager, search, state, table, thread } from '../parts.js';
import { may, session } from '../session.js';

const OWNERS = [['', 'Everybody'], ['sales-ops', 'Sales operations'], ['delivery', 'Delivery'], ['finance', 'Finance'], ['operator', 'Operator']];

const decidable = item => item.state === 'open' && may(item.owner, 'operator', 'admin');

const several = choosing({ rows: data => data.items, can: decidable, says: item => item.reason });

export const desk = {
  title: 'Exceptions',
  async load({ query, signal }) {
    const [page, acted] = await Promise.all([get(`experience/v1/operations/exceptions?${new URLSearchParams(query)}`, signal), known(signal)]);
    return { ...page, acted };
  },
  render({ items, next, acted }, { query, ui }) {
    const currencies = [...new Set(items.filter(item => item.amountAtRisk).map(item => item.currency))];
    const sorted = query.sort ?? '-amount';
    const names = [...acted, ...items.map(item => item.assignedTo), query.assignedTo].filter(Boolean);
    return html`<p class="lead">What waits for a person${sorted === '-amount' && ', currency by currency: the largest amount at risk first, then the earliest date'}.</p>
      <form class="filter" data-act="filter" role="search" aria-label="Which exceptions">
        ${search('What, customer, engagement, document or id', query.like)}
        ${choice('State', 'state', query.state, [['', 'Open'], ['resolved', 'Resolved'], ['all', 'All']])}
        ${choice('Whose work', 'owner', query.owner, OWNERS)}
        ${choice('Assigned to', 'assignedTo', query.assignedTo, [['', 'Anybody'], ...people(names)])}
        ${(query.currency || currencies.length > 1) && choice('Currency', 'currency', query.currency, [['', 'All'], ...[...new Set([...currencies, query.currency])].filter(Boolean).map(name => [name, name])])}
        ${query.threadId && choice('Thread', 'threadId', query.threadId, [['', 'All'], [query.threadId, query.threadId]])}
        ${query.code && choice('Code', 'code', query.code, [['', 'All'], [query.code, words(query.code)]])}
        ${kept(query)}
      </form>
      ${several.bar(items, ui, () => html`${assigning(names)}${ask('comment', 'Comment…', html`<label class="field"><span>Comment</span><textarea name="text" required maxlength="2000"></textarea></label><button class="main">Say it</button>`)}`)}
      <div class="card">${table({
        name: 'exceptions',
        caption: 'Exceptions',
        rows: items,
        none: query.like ? `Nothing here is like “${query.like}”.` : 'Nothing waits for a decision here.',
        sorted,
        group: currencies.length && sorted.endsWith('amount') && (item => (item.amountAtRisk ? `At risk in ${item.currency}` : 'No amount at risk')),
        columns: [
          ...several.columns(items, ui),
          { head: 'What is wrong', render: item => html`${link(item.reason, 'exceptions', String(item.id))}<br><span class="fine">${words(item.code)}</span>` },
          { head: 'Customer', render: item => item.customer ?? ident(item.subjectId) },
          { head: 'At risk', num: true, sort: '-amount', render: item => money(item.amountAtRisk, item.currency) },
          { head: 'By', sort: 'date', render: item => date(item.atRiskOn) },
          { head: 'Whose work', render: item => html`${item.owner}<br><span class="fine">${item.assignedTo ? `assigned to ${item.assignedTo}` : 'not assigned'}</span>` },
          { head: 'Raised', sort: 'raised', render: item => ago(item.raisedAt) },
          { head: 'State', render: item => state(item.state) },
        ],
      })}${pager(query, next, 'exceptions')}</div>`;
  },
  actions: {
    ...several.actions,
    async assign({ to: whom }, { ui, data }) {
      const { exceptionIds } = await post(`${PATH}/assign`, { exceptionIds: several.chosen(data.items, ui).map(item => item.id), to: whom });
      ui.chosen = [];
      return `${exceptionIds.length} assigned to ${whom}.`;
    },
    async comment({ text }, { ui, data }) {
      const { exceptionIds } = await post(`${PATH}/comments`, { exceptionIds: several.chosen(data.items, ui).map(item => item.id), text });
      ui.chosen = [];
      return `Said about ${exceptionIds.length}.`;
    },
  },
};

const PATH = 'experience/v1/operations/exceptions';

/** Who is offered an item: people who acted here, and who is signed in. It may be given to others too. */
const known = async signal => [...new Set([session().name, ...(await get(`${PATH}/assignees`, signal)).names])];

const people = names => [...new Set(names)].map(name => [name, name === session().name ? `Me (${name})` : name]);

const assigning = acted => ask('assign', 'Assign…', html`<label class="field"><span>To</span><input name="to" list="people" required maxlength="200" autocomplete="off"></label><datalist id="people">${people(acted).map(([is, says]) => html`<option value="${is}">${says}</option>`)}</datalist><button class="main">Assign</button>`);

export const one = {
  title: found => found?.item.reason ?? 'Exception',
  crumb: { to: ['exceptions'], text: 'Exceptions' },
  async load({ id, signal }) {
    const [found, acted] = await Promise.all([get(path(id), signal), known(signal)]);
    return { ...found, acted };
  },
  render({ item, advice, engagement, journey: held, evidence, comments, told, audit, acted }) {
    return html`<div class="grid"><div>
      ${card('At risk', atRisk(item, engagement, told), { aside: state(item.state) })}
      ${card(item.state === 'open' ? 'Decide' : 'Decided', item.state === 'open' ? decide(item, advice, held, acted) : settled(item))}
      ${card('Comments', talk(item, comments))}
      </div><div>
      ${held && card('Journey', journey(held, { open: true }), { more: { to: ['journeys', held.id], text: 'Open' } })}
      ${evidence && card('Evidence', arrived(evidence), { more: { to: ['evidence', String(evidence.id)], text: 'Raw' } })}
      ${audit && card('What was done', history(audit), { more: { to: ['audit', { subject: `exception:${item.id}` }], text: 'Audit' } })}
    </div></div>`;
  },
  actions: {
    async repair(values, { id, data }) {
      const before = data.journey?.trigger;
      const corrections = Object.fromEntries(Object.entries(values).filter(([name, value]) => name.startsWith('/') && value !== '' && value !== String(at(before, name) ?? '')));
      if (!Object.keys(corrections).length) throw new Error('Nothing is different from what was there.');
      await post(`${path(id)}/repair`, { corrections });
      return 'Corrected. The journey goes on.';
    },
    async resume(values, { id }) {
      const { bound, state: now } = (await post(`${path(id)}/resume`)) ?? {};
      if (bound === 0) throw new Error('Nothing could be bound: what is wrong is still so.');
      return bound ? `${bound} entries were bound again.` : now === 'resolved' ? 'It is read again.' : 'The journey goes on.';
    },
    async undo({ reason }, { id }) {
      await post(`${path(id)}/undo`, { reason });
      return 'What the journey created is being taken back.';
    },
    async resolve({ reason }, { id }) {
      await post(`${path(id)}/resolve`, { reason });
      return 'Closed.';
    },
    async assign({ to: whom }, { id }) {
      await post(`${path(id)}/assign`, { to: whom });
      return `Assigned to ${whom}.`;
    },
    async comment({ text }, { id }) {
      await post(`${path(id)}/comments`, { text });
      return 'Said.';
    },
  },
};

const path = id => `${PATH}/${encodeURIComponent(id)}`;

/** Shown at once; an item that stays open is told of each day. */
const TOLD = 3;

const toldTo = one => html`<div>${one.to}, ${instant(one.at)}${one.by && html`, by ${one.by}`}</div>`;

function atRisk(item, engagement, told) {
  return html`<dl class="facts">
    <div><dt>Amount</dt><dd class="big">${money(item.amountAtRisk, item.currency)}</dd></div>
    <div><dt>By</dt><dd class="big">${date(item.atRiskOn)}</dd></div>
    <div><dt>Customer</dt><dd>${item.customer ?? '–'}</dd></div>
    <div><dt>Thread</dt><dd>${item.threadId ? thread(item.threadId, engagement?.name) : '–'}</dd></div>
    <div><dt>Code</dt><dd>${link(words(item.code), 'exceptions', { code: item.code })}</dd></div>
    <div><dt>About</dt><dd>${words(item.subject)} ${ident(item.subjectId)}</dd></div>
    <div><dt>Whose work</dt><dd>${item.owner}${item.assignedTo && html`, assigned to ${item.assignedTo}`}</dd></div>
    <div><dt>Raised</dt><dd>${instant(item.raisedAt)}</dd></div>
    ${told.length > 0 && html`<div><dt>Told</dt><dd>${told.slice(0, TOLD).map(toldTo)}${told.length > TOLD && html`<details><summary>${told.length - TOLD} earlier</summary>${told.slice(TOLD).map(toldTo)}</details>`}</dd></div>`}
  </dl>`;
}

function decide(item, advice, held, acted) {
  const told = html`<p>${advice.means}</p><p><strong>What to do</strong> ${advice.remedy}</p>`;
  if (!may(item.owner, 'operator', 'admin')) return html`${told}${empty('Not for your role', `This is decided by ${item.owner}, an operator or an admin.`)}`;
  const asked = item.journeyId ? item.fields.filter(field => field.pointer) : [];
  const wrong = item.fields.filter(field => field.message !== item.reason); // the title says that already
  return html`${told}${wrong.length > 0 && html`<ul class="wrong">${wrong.map(field => html`<li><strong>${label(field.pointer)}</strong> ${field.message}</li>`)}</ul>`}
    ${asked.length > 0 && html`<form class="repair" data-act="repair" data-key="repair">
      ${asked.map(field => html`<label class="field"><span>${label(field.pointer)} <code>${field.pointer}</code></span><input name="${field.pointer}" value="${at(held?.trigger, field.pointer)}" autocomplete="off" ${kind(field.pointer)}></label>`)}
      <p class="fine">Corrects what started this journey; what was there before is kept in the audit. The source itself is corrected where it belongs.</p>
      <button class="main">Correct and go on</button>
    </form>`}
    ${item.subject === 'write-off' && html`<p>${link('Approve or decline it', 'finance', 'write-offs', item.subjectId)}</p>`}
    ${item.subject === 'unapplied-cash' && html`<p>${link('Choose the invoices that it pays', 'finance', 'unapplied', item.subjectId)}</p>`}
    ${item.subject === 'credit-note' && html`<p>${link('Set it off', 'finance', 'invoices', item.subjectId)}</p>`}
    ${item.subject === 'invoice-balance' && html`<p>${link('Look at the invoice', 'finance', 'invoices', item.subjectId)}</p>`}
    ${item.subject === 'milestone-bill' && html`<p>${link('Look at the bill', 'finance', 'invoices', item.subjectId)}</p>`}
    ${item.code === 'INVOICE_VOIDED' && html`<p>${link('Take it back here', 'finance', 'invoices', item.subjectId)}</p>`}
    ${item.subject === 'credit-use' && html`<p>${link('Look at the credit note', 'finance', 'invoices', item.subjectId)}</p>`}
    <div class="asks">
      ${item.code === 'LATE'
        ? ask('resume', 'Ask again…', html`<p>No answer came: the system is asked once more. What it did already is not done twice.</p><button class="main">Ask again</button>`)
        : rereadable(item)
        ? ask('resume', 'Read again…', html`<p>Its evidence is read once more, by the mapping as it is now. What was taken of it already is not taken twice.</p><button class="main">Read again</button>`)
        : resumable(item, held) && ask('resume', 'Resume…', html`<p>It was put right at its source: go on from where it is held.</p><button class="main">Resume</button>`)}
      ${item.journeyId && ask('undo', 'Undo…', html`<label class="field"><span>Why</span><textarea name="reason" required maxlength="2000"></textarea></label><p class="fine">What this journey created is taken back. Not possible behind its pivot.</p><button class="main">Undo</button>`, { danger: true })}
      ${!['journey', 'write-off'].includes(item.subject) && ask('resolve', 'Close…', html`<label class="field"><span>Why</span><textarea name="reason" required maxlength="2000"></textarea></label><button class="main">Close</button>`)}
      ${assigning(acted)}
    </div>`;
}

/** Held time of a project and held expenses go on without a journey; of anything else nothing is held, nor is a draft that waits. */
const resumable = (item, held) => (item.journeyId && held?.state !== 'waiting') || ['project', 'expense'].includes(item.subject);

/** Evidence that was parked, or could not be read. */
const rereadable = item => ['INVARIANT', 'UNREADABLE', 'FACT_UNREADABLE'].includes(item.code) && item.evidenceId && !item.journeyId;

const settled = item => html`<p>${item.resolution ?? 'Resolved'}</p><p class="fine">by ${item.resolvedBy ?? 'the hub'}, ${instant(item.resolvedAt)}</p>`;

function talk(item, comments) {
  return html`${comments.length ? html`<ol class="talk">${comments.map(said => html`<li><p>${said.text}</p><span class="fine">${said.actor}, ${instant(said.at)}</span></li>`)}</ol>` : html`<p class="fine">Nobody has said anything yet.</p>`}
    ${may(item.owner, 'operator', 'admin') && html`<form data-act="comment" class="say"><label class="field"><span>Comment</span><textarea name="text" required maxlength="2000"></textarea></label><button>Say it</button></form>`}`;
}

function arrived(evidence) {
  return html`<dl class="facts">
    <div><dt>Came from</dt><dd>${evidence.source}, ${words(evidence.feed)}</dd></div>
    <div><dt>Received</dt><dd>${instant(evidence.receivedAt)}</dd></div>
    <div><dt>State</dt><dd>${state(evidence.state)}</dd></div>
    <div><dt>Event</dt><dd>${ident(evidence.eventId)}</dd></div>
  </dl>`;
}

const history = audit => (audit.length ? html`<ol class="talk">${audit.map(done => html`<li><strong>${words(done.action)}</strong> <span class="fine">${done.actor}, ${instant(done.at)}</span>${Object.keys(done.detail).length > 0 && html`<details><summary>Detail</summary><pre tabindex="0" aria-label="Detail, as JSON">${JSON.stringify(done.detail, null, 1)}</pre></details>`}</li>`)}</ol>` : html`<p class="fine">Nobody has done anything yet.</p>`);

/** What a JSON pointer names, in words: /client/taxId → Client: tax id. */
function label(pointer) {
  return pointer.split('/').slice(1).map(part => (/^\d+$/.test(part) ? `no. ${Number(part) + 1}` : words(part).toLowerCase())).join(' › ').replace(/^./, first => first.toUpperCase());
}

function at(json, pointer) {
  return pointer.split('/').slice(1).reduce((part, name) => part?.[name.replace(/~1/g, '/').replace(/~0/g, '~')], json);
}

function kind(pointer) {
  if (/(On|date)$/i.test(pointer)) return html`type="date"`;
  if (/(amount|rate|value|ratePerHour|minutes|days)$/i.test(pointer)) return html`inputmode="decimal"`;
  return '';
}
