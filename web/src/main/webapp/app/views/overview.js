/** The whole at a glance; each number leads to what it counts. */
import { get, part } from '../api.js';
import { band, bar, stack } from '../charts.js';
import { ago, date, hours, minus, money, number, said, words, zero } from '../format.js';
import { html } from '../html.js';
import { card, circuit, empty, failed, link, loading, state, to } from '../parts.js';
import { may } from '../session.js';

/** The way from quote to cash. A thread stands at the last stage it has reached. */
const STAGES = [
  ['sold', 'Sold, being opened'],
  ['active', 'Open, no work yet'],
  ['delivering', 'Work approved'],
  ['drafted', 'Invoice drafted'],
  ['invoiced', 'Invoiced'],
  ['paid', 'All invoices paid'],
];

const EVERYBODY = ['sales-ops', 'delivery', 'finance', 'operator', 'auditor', 'admin'];

/** The parts and who may see them: nothing is asked for that would be refused. */
const ASKED = {
  numbers: ['operations/overview', ...EVERYBODY],
  totals: ['finance/totals', ...EVERYBODY],
  proofs: ['operations/proofs', 'finance', 'operator', 'auditor', 'admin'],
  systems: ['operations/systems', 'operator', 'auditor', 'admin'],
  stuck: ['operations/exceptions?limit=5', ...EVERYBODY],
};

const NOT_FOR_THIS_ROLE = { trouble: { status: 403 } };

/** The proofs count everything in full: however much happens, not more often than that, in milliseconds. */
const PROVEN_FOR = 15000;

export default {
  title: 'Overview',
  async load({ signal, ui, sofar }) {
    const came = {};
    const asked = Object.entries(ASKED).map(async ([name, [path, ...roles]]) => {
      if (name === 'proofs' && ui.proofs && Date.now() - ui.proofs.at < PROVEN_FOR) came.proofs = ui.proofs.came;
      else came[name] = may(...roles) ? await part(get(`experience/v1/${path}`, signal)) : NOT_FOR_THIS_ROLE;
      if (name === 'proofs' && came.proofs.data && came.proofs !== ui.proofs?.came) ui.proofs = { at: Date.now(), came: came.proofs };
      sofar({ ...came });
    });
    await Promise.all(asked);
    return came;
  },
  render({ numbers, totals, proofs, systems, stuck }) {
    const parts = [
      [numbers, 'Threads', data => threads(data)],
      [stuck, 'What is stuck', data => trouble(data, numbers?.data)],
      [totals, 'Hours', data => data.minutes && worked(data)],
      [totals, 'Money', data => data.money && cash(data)],
      [proofs, 'Proofs', data => proven(data)],
      [systems, 'Systems', data => health(data)],
    ];
    const here = ([came, , render]) => !came || (came.trouble ? came.trouble.status !== 403 : render(came.data));
    const there = parts.filter(here);
    const half = Math.ceil(there.length / 2);
    const columns = [there.slice(0, half), there.slice(half)];
    const hidden = parts.filter(part => !here(part)).map(([, name]) => name.toLowerCase());
    const drawn = ([came, name, render]) => (!came ? card(name, loading) : came.trouble ? card(name, failed(came.trouble, name)) : render(came.data));
    return html`<div class="grid">${columns.map(column => html`<div>${column.map(drawn)}</div>`)}</div>
      ${hidden.length > 0 && html`<p class="fine">Shown to other roles only: ${hidden.join(', ')}.</p>`}`;
  },
};

function threads({ engagements, stages }) {
  const all = Object.values(engagements).reduce((sum, count) => sum + count, 0);
  if (!all) return card('Threads, from quote to cash', empty('No engagement yet', 'A deal that is won in the CRM becomes a thread here.'));
  const rows = stages ? funnel(stages) : Object.entries(engagements).map(([name, here]) => ({ text: words(name), here, reached: here, query: { state: name } }));
  const most = Math.max(...rows.map(row => row.reached));
  return card(
    'Threads, from quote to cash',
    html`<ol class="${stages ? 'funnel' : 'funnel flat'}">${rows.map((row, at) => html`<li><span>${row.text}</span>${stages ? band(row.reached, rows[at + 1]?.reached ?? row.reached, most) : bar(row.reached, most, 'accent')}<a href="${to('engagements', row.query)}" aria-label="${row.here} threads: ${row.text}">${number(row.here)}</a></li>`)}</ol>
      ${stages && html`<p class="fine">The funnel is as wide as the threads that came this far; the number is how many stand here now.</p>`}`,
    { more: { to: ['engagements'], text: html`All ${number(all)}` } },
  );
}

/** Each stage with the threads that reached it: those that stand there or further on. */
function funnel(stages) {
  const here = STAGES.map(([name]) => stages[name] ?? 0);
  return STAGES.map(([name, text], at) => ({ text, here: here[at], reached: here.slice(at).reduce((sum, count) => sum + count, 0), query: { stage: name } }));
}

/** What was spent in a currency that nothing is sold in takes nothing from what was sold: it waits for a rate. */
const isForeign = one => ['sold', 'invoiced', 'paid', 'unbilled'].every(part => zero(one[part]));
const foreign = one => html`<div class="cash"><h3><a href="${to('money', one.currency, { part: 'held' })}">${money(one.held, one.currency)}</a> held in ${one.currency}</h3><p class="fine">Spent in a currency in which nothing is sold.</p></div>`;

/** Some see what was sold and paid, and not what the hours in between are worth. */
function cash({ money: all }) {
  const currencies = all.filter(({ currency, ...parts }) => !Object.values(parts).every(zero)); // others may have something in it that this role does not see
  if (!currencies.length) return card('Money by state', empty('No money yet'));
  return card(
    'Money by state',
    html`${currencies.filter(one => !isForeign(one)).map(one => {
      const billed = minus(one.invoiced, one.paid);
      const ahead = minus(one.sold, one.invoiced, one.unbilled ?? '0', one.held ?? '0');
      const parts = [
        ['Paid', 'paid', one.paid, 'paid'],
        ['Invoiced, not paid', 'billed', billed, 'open'],
        ['Delivered, not billed', 'open', one.unbilled, 'unbilled'],
        ['Held', 'stop', one.held, 'held'],
        [one.unbilled === undefined ? 'Not invoiced yet' : 'Still to deliver', 'rest', ahead, 'ahead'],
      ].filter(([, , amount]) => amount !== undefined);
      return html`<div class="cash"><h3><a href="${to('money', one.currency, { part: 'sold' })}">${money(one.sold, one.currency)}</a> sold in ${one.currency}</h3>
        ${stack(parts.map(([, tone, amount]) => ({ value: Number(amount), tone })))}
        <ul class="legend">${parts.map(([text, tone, amount, name]) => [tone, name, ...said(name, text, amount)]).map(([tone, name, text, amount]) => html`<li class="${tone}"><a href="${to('money', one.currency, { part: name })}">${text}</a> ${money(amount, one.currency)}</li>`)}</ul></div>`;
    })}${currencies.filter(isForeign).map(foreign)}`,
    { more: { to: ['finance'], text: 'Finance' } },
  );
}

const HOURS = [['invoiced', 'Invoiced', 'billed'], ['unbilled', 'Unbilled', 'open'], ['held', 'Held', 'stop'], ['covered', 'Covered by a fee or cap', 'paid'], ['writtenOff', 'Written off', 'soft'], ['nonBillable', 'Not billable', 'rest']];

function worked({ minutes }) {
  if (!minutes.approved) return card('Hours by state', empty('No approved hours yet'));
  return card(
    'Hours by state',
    html`<div class="cash"><h3><a href="${to('hours', { part: 'approved' })}">${hours(minutes.approved)}</a> approved</h3>${stack(HOURS.map(([name, , tone]) => ({ value: minutes[name], tone })))}
      <ul class="legend">${HOURS.filter(([name]) => minutes[name] > 0).map(([name, text, tone]) => html`<li class="${tone}"><a href="${to('hours', { part: name })}">${text}</a> ${hours(minutes[name])}</li>`)}</ul></div>`,
  );
}

function trouble({ items }, numbers) {
  const open = numbers && Object.entries(numbers.openExceptionsByOwner);
  const waiting = numbers?.waitingBySystem && Object.entries(numbers.waitingBySystem);
  return card(
    'What is stuck and what it costs',
    html`${numbers && html`<dl class="facts">
        ${numbers.atRisk && html`<div><dt>At risk</dt><dd class="big">${numbers.atRisk.length ? numbers.atRisk.map(one => html`<a class="sum" href="${to('exceptions', { currency: one.currency })}">${money(one.amount, one.currency)}</a> `) : 'Nothing'}</dd></div>`}
        <div><dt>Decisions waiting</dt><dd>${open.length ? open.map(([owner, count]) => html`<a class="sum" href="${to('exceptions', { owner })}">${owner} ${number(count)}</a> `) : 'None'}</dd></div>
        ${waiting && html`<div><dt>Commands waiting for a system</dt><dd>${waiting.length ? waiting.map(([system, count]) => html`<a class="sum" href="${to('waiting', { system })}">${system} ${number(count)}</a> `) : 'None'}</dd></div>
        <div><dt>Arrived, not read yet</dt><dd>${numbers.evidenceUnread ? html`<a href="${to('evidence')}">${number(numbers.evidenceUnread)}</a>` : 'Nothing'}${numbers.oldestUnread ? html`, oldest ${ago(numbers.oldestUnread)}` : ''}</dd></div>`}
      </dl>`}
      ${items.length ? html`<ul class="worst">${items.map(item => html`<li>${link(item.reason, 'exceptions', String(item.id))}<span class="fine">${item.customer ?? item.subjectId} · ${item.owner}${item.atRiskOn ? html` · by ${date(item.atRiskOn)}` : ''}</span><strong>${item.amountAtRisk ? money(item.amountAtRisk, item.currency) : ''}</strong></li>`)}</ul>` : numbers ? '' : empty('Nothing waits for a decision')}`,
    { more: { to: ['exceptions'], text: 'Exception desk' } },
  );
}

function proven({ holds, proofs, countedAt, current, countingSince }) {
  if (!countedAt) return card('Proofs', empty('Being counted, for the first time since the start'));
  return card(
    'Proofs',
    html`${!current && html`<p class="fine">As counted ${ago(countedAt)}${countingSince ? '; a newer count is under way' : ''}.</p>`}<ul class="rows">${proofs.map(proof => html`<li><a href="${to('proofs')}">${words(proof.name)}</a><span class="fine">${number(proof.checked)} checked</span>${proof.holds ? state('holds') : html`<span class="tag bad">Off by ${number(proof.residual)}</span>`}</li>`)}</ul>`,
    { aside: holds ? state('holds') : state('broken'), more: { to: ['proofs'], text: 'Residuals' } },
  );
}

function health(systems) {
  return card(
    'Systems',
    html`<ul class="rows">${systems.map(({ health: one, waiting }) => html`<li>${link(one.name, 'systems', one.system)}<span class="fine">${Math.round(one.latencyMillisP50)} ms · ${waiting ? html`<a href="${to('waiting', { system: one.system })}">${waiting} waiting</a>` : 'none waiting'}</span>${circuit(one)}</li>`)}</ul>`,
    { more: { to: ['systems'], text: 'All systems' } },
  );
}
