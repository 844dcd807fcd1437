/** One engagement across all systems. */
import { get, part, post } from '../api.js';
import { stack } from '../charts.js';
import { ago, date, hours, instant, minus, money, negative, number, said, sum, words, zero } from '../format.js';
import { html } from '../html.js';
import { ask, card, choice, empty, ident, journey, link, paidBy, state, to } from '../parts.js';
import { may } from '../session.js';
import { audience } from './engagements.js';
import { lineage, opened } from './lineage.js';
import { advances, cut, evidence, ids, included, journals, people, signed, spent, staff, versions } from './records.js';

export default {
  title: found => found?.engagement.name ?? 'Thread',
  crumb: { to: ['engagements'], text: 'Threads' },
  opened: true,
  async load({ id, signal, ui }) {
    const path = `experience/v1/${audience()}/engagements/${encodeURIComponent(id)}`;
    const thread = await get(path, signal);
    const full = opened(thread.documents, ui);
    const read = await Promise.all(full.map(one => part(get(`${path}/documents/${encodeURIComponent(one.id)}`, signal))));
    return { ...thread, read: Object.fromEntries(full.map((one, at) => [one.id, read[at]])) };
  },
  render(thread, { ui, query }) {
    const { engagement } = thread;
    return html`<p class="lead">${engagement.client}${paidBy(engagement)} · ${engagement.contractingEntity} · ${ident(engagement.threadId)} ${state(engagement.state)}</p>
      ${may('delivery', 'operator', 'admin') && ending(engagement)}
      <div class="asks">${may('finance', 'admin') && html`<a class="button" href="${to('finance', 'run', { threadId: engagement.threadId })}">Run its invoices…</a> `}${may('finance', 'auditor', 'admin') && ['active', 'closed'].includes(engagement.state) && html`<a class="button" href="${to('finance', 'months', `${engagement.contractingEntity}:${new Date().toISOString().slice(0, 7)}`, 'what-if', { threadId: engagement.threadId })}">What if…</a> `}${may('delivery', 'finance', 'admin') && thread.minutes && thread.minutes.unbilled + thread.minutes.held > 0 && ask('writeOff', 'Write time off…', giving)}</div>
      <div class="grid">
        ${card('Where it stands', standing(thread), { wide: true })}
        ${openOnes(thread.exceptions)}
        ${card('From quote line to cash, and back', lineage(thread, ui), { wide: true })}
        ${card('What happened', html`${timeline(thread, ui, query)}${cut(thread, 'checkpoints', 'the last')}`, { wide: true })}
        ${card('Journeys', thread.journeys.length ? html`${thread.journeys.map(one => journey(one))}` : empty('No journey yet'))}
        <div>
          ${thread.contractVersions?.length > 1 && card('Versions of the contract', versions(thread.contractVersions, thread.engagement.currency, ui))}
          ${thread.advances?.length > 0 && card('Paid before the bill', advances(thread.advances, ui))}
          ${thread.retainerPeriods?.length > 0 && card('What fees include', included(thread, ui))}
          ${thread.assignments?.length > 0 && card('Who is to work for it', staff(thread.assignments, ui))}
          ${thread.expenses?.length > 0 && card('What was spent', spent(thread, ui))}
          ${thread.labour?.length > 0 && card('Who worked for it', people(thread.labour, ui))}
          ${thread.signedContracts?.length > 0 && card('Signed contracts', signed(thread.signedContracts, ui))}
          ${card('Its ids in each system', html`${ids(thread, ui)}${cut(thread, 'ids', 'the first')}`)}
          ${thread.evidence && card('Evidence', html`${evidence(thread.evidence, ui)}${cut(thread, 'evidence', 'the first')}`)}
          ${thread.postings && card('Journals', journals(thread.postings, ui))}
        </div>
      </div>`;
  },
  actions: {
    pick({ node }, { ui }) {
      ui.picked = ui.picked === node ? undefined : node;
    },
    async writeOff({ from, through, personId, reason }, { id }) {
      const { entries, minutes } = await post('experience/v1/finance/write-offs', { threadId: id, through, reason, ...(from && { from }), ...(personId && { personId }) });
      return `${entries === 1 ? 'One time entry' : `${entries} time entries`} of ${minutes} minutes proposed. Finance decides.`;
    },
    async close({ reason }, { id }) {
      await post(`experience/v1/delivery/engagements/${encodeURIComponent(id)}/close`, { reason });
      return 'Closed to new time.';
    },
    async reopen({ reason }, { id }) {
      await post(`experience/v1/delivery/engagements/${encodeURIComponent(id)}/reopen`, { reason });
      return 'Open again. What was held meanwhile is bound.';
    },
  },
};

const why = html`<label class="field"><span>Why</span><textarea name="reason" required maxlength="1000"></textarea></label>`;

const giving = html`<label class="field"><span>Worked from (absent: the beginning)</span><input type="date" name="from"></label>
  <label class="field"><span>Through</span><input type="date" name="through" required></label>
  <label class="field"><span>Only of a person</span><input name="personId" maxlength="255"></label>
  ${why}<p class="fine">Whole entries that are unbilled or held. Nothing changes until another person approves it.</p><button class="main">Propose</button>`;

/** An active engagement ends, a closed one is taken up again. */
function ending({ state: now }) {
  if (now === 'active') return html`<div class="asks">${ask('close', 'Close to new time…', html`${why}<p class="fine">Time and expenses that are approved from here on are held; what was approved before is still billed.</p><button class="main">Close</button>`, { danger: true })}</div>`;
  if (now === 'closed') return html`<div class="asks">${ask('reopen', 'Open again…', html`${why}<p class="fine">What was held since it was closed is bound and billed.</p><button class="main">Open again</button>`)}</div>`;
  return '';
}

/** What it cost, and what of the invoiced is left where all of that is known, and of the same currency. */
function cost({ costs, minutesWithoutCost, engagement }, invoiced) {
  if (!costs) return '';
  const same = !minutesWithoutCost && costs.length === 1 && costs[0].currency === engagement.currency && costs[0];
  return html`${costs.map(one => html`${!zero(one.labour) && html`<div><dt>Work cost</dt><dd class="big">${money(one.labour, one.currency)}</dd></div>`}${!zero(one.spent) && html`<div><dt>Spent</dt><dd class="big">${money(one.spent, one.currency)}</dd></div>`}`)}
    ${same && html`<div><dt>Invoiced less cost</dt><dd class="big">${money(minus(invoiced, same.labour, same.spent), engagement.currency)}</dd></div>`}
    ${minutesWithoutCost > 0 && html`<div><dt>Worked, cost not known</dt><dd class="big">${hours(minutesWithoutCost)}</dd></div>`}`;
}

function standing(thread) {
  const { engagement, minutes, documents } = thread;
  const live = documents.filter(one => one.state !== 'discarded');
  const [invoiced, paid] = [sum(...live.map(one => one.net)), sum(...live.map(one => one.paid))];
  const open = engagement.value && minus(engagement.value, invoiced);
  return html`<dl class="facts">
      ${engagement.value && html`<div><dt>${engagement.takenOverFrom ? 'Left to carry on' : 'Sold'}</dt><dd class="big">${money(engagement.value, engagement.currency)}</dd></div>
        <div><dt>Invoiced</dt><dd class="big">${money(invoiced, engagement.currency)}</dd></div>
        <div><dt>Paid</dt><dd class="big">${money(paid, engagement.currency)}</dd></div>`}
      ${minutes && html`<div><dt>Approved</dt><dd class="big">${hours(minutes.approved)}</dd></div>`}
      ${cost(thread, invoiced)}
      <div><dt>Won</dt><dd>${instant(engagement.wonAt)}</dd></div>
      <div><dt>Active since</dt><dd>${instant(engagement.activatedAt)}</dd></div>
      ${engagement.takenOverFrom && html`<div><dt>Taken over</dt><dd>from ${date(engagement.takenOverFrom)}${engagement.billedBefore && html`; ${money(engagement.billedBefore, engagement.currency)} was billed before`}</dd></div>`}
    </dl>
    ${engagement.value && html`<div class="gap">${stack([{ value: Number(paid), tone: 'paid' }, { value: Number(minus(invoiced, paid)), tone: 'billed' }, { value: negative(open) ? 0 : Number(open), tone: 'rest' }])}
      <ul class="legend"><li class="paid"><span>Paid</span> ${money(paid, engagement.currency)}</li>${[['billed', ...said('open', 'Invoiced, not paid', minus(invoiced, paid))], ['rest', ...said('ahead', 'Not invoiced yet', open)]].map(([tone, text, amount]) => html`<li class="${tone}"><span>${text}</span> ${money(amount, engagement.currency)}</li>`)}</ul></div>`}
    ${minutes?.approved > 0 && html`<div class="gap">${stack(PARTS.map(([name, , tone]) => ({ value: minutes[name], tone })))}
      <ul class="legend">${PARTS.filter(([name]) => minutes[name] > 0).map(([name, text, tone]) => html`<li class="${tone}"><span>${text}</span> ${hours(minutes[name])}</li>`)}</ul></div>`}`;
}

const PARTS = [['invoiced', 'Hours invoiced', 'billed'], ['unbilled', 'Unbilled', 'open'], ['held', 'Held', 'stop'], ['covered', 'Covered by the fee or cap', 'paid'], ['writtenOff', 'Written off', 'soft'], ['nonBillable', 'Not billable', 'rest']];

function openOnes(exceptions) {
  const open = exceptions.filter(item => item.state === 'open');
  if (!open.length) return '';
  return card('What waits for a decision', html`<ul class="worst">${open.map(item => html`<li>${link(item.reason, 'exceptions', String(item.id))}<span class="fine">${item.owner} · raised ${ago(item.raisedAt)}</span><strong>${item.amountAtRisk ? money(item.amountAtRisk, item.currency) : ''}</strong></li>`)}</ul>`, { wide: true });
}

/** Everything with a time, the latest first. */
function timeline({ checkpoints, evidence, exceptions, documents, payments }, ui, query) {
  const all = [
    ...checkpoints.map(hop => ({
      at: hop.at, system: hop.system ?? 'hub', key: `hop-${hop.id}`, outcome: hop.outcome, amount: hop.amount, currency: hop.currency,
      what: words(hop.operation ?? hop.step), more: html`${hop.detail && html`<span>${hop.detail}</span>`}${hop.journeyId && html`<span>${words(hop.step)} of ${link(hop.journeyId, 'journeys', hop.journeyId)}</span>`}${(hop.sourceId || hop.targetId) && html`<span>${ident(hop.sourceId)} → ${ident(hop.targetId)}</span>`}${hop.mappingVersion && html`<span>mapping ${ident(hop.mappingVersion.slice(0, 12))}</span>`}`,
    })),
    ...(evidence ?? []).map(one => ({ at: one.receivedAt, system: one.source, key: `evidence-${one.id}`, outcome: one.state, what: `${words(one.feed)} arrived`, more: html`<span>${link('raw evidence', 'evidence', String(one.id))}, ${number(one.bytes)} bytes</span>` })),
    ...exceptions.flatMap(item => [
      { at: item.raisedAt, system: 'hub', key: `raised-${item.id}`, outcome: 'held', what: item.reason, amount: item.amountAtRisk, currency: item.currency, more: html`<span>${link('exception', 'exceptions', String(item.id))} for ${item.owner}</span>` },
      ...(item.resolvedAt ? [{ at: item.resolvedAt, system: 'hub', key: `resolved-${item.id}`, outcome: 'resolved', what: item.resolution ?? 'Exception resolved', more: html`<span>by ${item.resolvedBy}</span>` }] : []),
    ]),
    ...documents.flatMap(one => [
      { at: one.createdAt, system: 'hub', key: `draft-${one.id}`, outcome: 'draft', what: `${words(one.type)} drafted`, amount: one.net, currency: one.currency, more: html`<span>${ident(one.id)}</span>` },
      ...(one.releasedAt ? [{ at: one.releasedAt, system: 'hub', key: `release-${one.id}`, outcome: 'released', what: `${words(one.type)} released`, amount: one.net, currency: one.currency, more: html`<span>by ${one.releasedBy}</span>` }] : []),
    ]),
    ...(payments ?? []).map(one => ({ at: one.appliedAt, system: one.system, key: `cash-${one.paymentId}-${one.documentId}-${one.no}`, ...(negative(one.amount) ? { outcome: 'taken back', what: 'Payment taken back' } : { outcome: 'paid', what: 'Payment applied' }), amount: one.amount, currency: one.currency, more: html`<span>${link(one.paymentId, 'finance', 'unapplied', `${one.system}:${one.paymentId}`)} → ${ident(one.documentId)}</span>` })),
  ].sort((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0));
  const systems = [...new Set(all.map(event => event.system))].sort();
  const wanted = all.filter(event => !query.system || event.system === query.system);
  const most = ui.rows?.timeline ?? 30;
  return html`<form class="filter" data-act="filter" aria-label="What happened">${choice('System', 'system', query.system, [['', 'All systems'], ...systems.map(system => [system, words(system)])])}</form>
    <ol class="timeline">${wanted.slice(0, most).map(event => html`<li data-key="${event.key}"><span class="when">${instant(event.at)}</span><span class="lane lane-${systems.indexOf(event.system) % 6}">${event.system}</span><span class="what"><strong>${event.what}</strong> ${state(event.outcome)} ${event.amount ? money(event.amount, event.currency) : ''}<span class="fine dots">${event.more}</span></span></li>`)}</ol>
    ${wanted.length > most && html`<p class="pager"><button type="button" data-act="more" data-name="timeline">Show more</button> <span class="fine">${most} of ${wanted.length} shown</span></p>`}`;
}
