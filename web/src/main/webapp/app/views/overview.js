/** The whole at a glance; each number leads to what it counts. */
import { get, part } from '../api.js';
import { bar, stack } from '../charts.js';
import { ago, date, minus, money, negative, number, words } from '../format.js';
import { html } from '../html.js';
import { card, circuit, empty, failed, link, state, sums, to } from '../parts.js';
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

/** The parts and who may see them: nothing is asked for that would be refused. */
const ASKED = {
  numbers: ['operations/overview', 'operator', 'auditor', 'admin'],
  totals: ['finance/totals', 'finance', 'operator', 'auditor', 'admin'],
  proofs: ['operations/proofs', 'finance', 'operator', 'auditor', 'admin'],
  systems: ['operations/systems', 'operator', 'auditor', 'admin'],
  stuck: ['operations/exceptions?limit=5', 'sales-ops', 'delivery', 'finance', 'operator', 'auditor', 'admin'],
};

const NOT_FOR_THIS_ROLE = { trouble: { status: 403 } };

export default {
  title: 'Overview',
  async load({ signal }) {
    const came = await Promise.all(Object.values(ASKED).map(([path, ...roles]) => (may(...roles) ? part(get(`experience/v1/${path}`, signal)) : NOT_FOR_THIS_ROLE)));
    return Object.fromEntries(Object.keys(ASKED).map((name, at) => [name, came[at]]));
  },
  render({ numbers, totals, proofs, systems, stuck }) {
    const parts = [
      [numbers, 'Threads', data => threads(data)],
      [stuck, 'What is stuck', data => trouble(data, numbers.data)],
      [totals, 'Money', data => cash(data)],
      [proofs, 'Proofs', data => proven(data)],
      [systems, 'Systems', data => health(data)],
    ];
    const columns = [parts.slice(0, 2), parts.slice(2)];
    const hidden = parts.filter(([came]) => came.trouble?.status === 403).map(([, name]) => name.toLowerCase());
    return html`<div class="grid">${columns.map(column => html`<div>${column.filter(([came]) => came.trouble?.status !== 403).map(([came, name, render]) => (came.trouble ? card(name, failed(came.trouble, name)) : render(came.data)))}</div>`)}</div>
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
    html`<ol class="funnel">${rows.map(row => html`<li><span>${row.text}</span>${bar(row.reached, most, 'accent')}<a href="${to('engagements', row.query)}" aria-label="${row.here} threads: ${row.text}">${number(row.here)}</a></li>`)}</ol>
      ${stages && html`<p class="fine">A bar is as long as the threads that came this far; the number is how many stand here now.</p>`}`,
    { more: { href: to('engagements'), text: `All ${all}` } },
  );
}

/** Each stage with the threads that reached it: those that stand there or further on. */
function funnel(stages) {
  const here = STAGES.map(([name]) => stages[name] ?? 0);
  return STAGES.map(([name, text], at) => ({ text, here: here[at], reached: here.slice(at).reduce((sum, count) => sum + count, 0), query: { stage: name } }));
}

function cash({ money: currencies, minutes }) {
  if (!currencies.length) return card('Money by state', empty('No money yet'));
  return card(
    'Money by state',
    html`${currencies.map(one => {
      const billed = minus(one.invoiced, one.paid);
      const ahead = minus(one.sold, one.invoiced, one.unbilled, one.held);
      const parts = [
        ['Paid', 'paid', one.paid, to('finance', { state: 'paid' })],
        ['Invoiced, not paid', 'billed', negative(billed) ? '0' : billed, to('finance', 'receivables')],
        ['Delivered, not billed', 'open', one.unbilled, to('finance', 'unbilled')],
        ['Held', 'stop', one.held, to('exceptions')],
        ['Still to deliver', 'rest', negative(ahead) ? '0' : ahead, to('engagements', { state: 'active' })],
      ];
      return html`<div class="cash"><h3>${one.currency}: <a href="${to('engagements')}">${money(one.sold, one.currency)}</a> sold</h3>
        ${stack(parts.map(([, tone, amount]) => ({ value: Number(amount), tone })))}
        <ul class="legend">${parts.map(([text, tone, amount, href]) => html`<li class="${tone}"><a href="${href}">${text}</a> ${money(amount, one.currency)}</li>`)}</ul></div>`;
    })}
    ${minutes.approved > 0 && html`<p class="fine">${number(Math.round(minutes.approved / 60))} hours approved, ${number(Math.round(minutes.invoiced / 60))} invoiced, ${number(Math.round(minutes.unbilled / 60))} unbilled, ${number(Math.round(minutes.held / 60))} held</p>`}`,
    { more: { href: to('finance'), text: 'Finance' } },
  );
}

function trouble({ items }, numbers) {
  const open = numbers && Object.entries(numbers.openExceptionsByOwner);
  const waiting = numbers && Object.entries(numbers.waitingBySystem);
  return card(
    'What is stuck and what it costs',
    html`${numbers && html`<dl class="facts">
        <div><dt>At risk</dt><dd class="big"><a href="${to('exceptions')}">${numbers.atRisk.length ? sums(numbers.atRisk) : 'Nothing'}</a></dd></div>
        <div><dt>Decisions waiting</dt><dd>${open.length ? open.map(([owner, count]) => html`<a class="sum" href="${to('exceptions', { owner })}">${owner} ${number(count)}</a> `) : 'None'}</dd></div>
        <div><dt>Commands waiting for a system</dt><dd>${waiting.length ? waiting.map(([system, count]) => html`<a class="sum" href="${to('waiting', { system })}">${system} ${number(count)}</a> `) : 'None'}</dd></div>
        <div><dt>Arrived, not read yet</dt><dd>${number(numbers.evidenceUnread)}${numbers.oldestUnread ? html`, oldest ${ago(numbers.oldestUnread)}` : ''}</dd></div>
      </dl>`}
      ${items.length ? html`<ul class="worst">${items.map(item => html`<li>${link(item.reason, 'exceptions', String(item.id))}<span class="fine">${item.customer ?? item.subjectId} · ${item.owner}${item.atRiskOn ? html` · by ${date(item.atRiskOn)}` : ''}</span><strong>${item.amountAtRisk ? money(item.amountAtRisk, item.currency) : ''}</strong></li>`)}</ul>` : empty('Nothing waits for a decision')}`,
    { more: { href: to('exceptions'), text: 'Exception desk' } },
  );
}

function proven({ holds, proofs }) {
  return card(
    'Proofs',
    html`<ul class="rows">${proofs.map(proof => html`<li><a href="${to('proofs')}">${words(proof.name)}</a><span class="fine">${number(proof.checked)} checked</span>${proof.holds ? state('holds') : html`<span class="tag bad">Off by ${String(proof.residual)}</span>`}</li>`)}</ul>`,
    { aside: holds ? state('holds') : state('broken'), more: { href: to('proofs'), text: 'Residuals' } },
  );
}

function health(systems) {
  return card(
    'Systems',
    html`<ul class="rows">${systems.map(({ health: one, waiting }) => html`<li>${link(words(one.system), 'systems', one.system)}<span class="fine">${Math.round(one.latencyMillisP50)} ms · ${waiting ? html`<a href="${to('waiting', { system: one.system })}">${waiting} waiting</a>` : 'none waiting'}</span>${circuit(one)}</li>`)}</ul>`,
    { more: { href: to('systems'), text: 'All systems' } },
  );
}
