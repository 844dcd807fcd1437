/** The list of threads. */
import { get } from '../api.js';
import { date, money, words } from '../format.js';
import { html } from '../html.js';
import { choice, ident, link, pager, search, state, table } from '../parts.js';
import { may } from '../session.js';

/** The widest view of the one who is signed in. */
export function audience() {
  if (may('operator', 'auditor', 'admin')) return 'operations';
  if (may('finance')) return 'finance';
  return may('sales-ops') ? 'sales' : 'delivery';
}

const STATES = [['', 'All'], ['opening', 'Opening'], ['active', 'Active'], ['undone', 'Undone'], ['closed', 'Closed'], ['not-undone', 'All but undone']];

export const list = {
  title: 'Threads',
  load({ query, signal }) {
    return get(`experience/v1/${audience()}/engagements?${new URLSearchParams(query)}`, signal);
  },
  render({ items, next }, { query }) {
    return html`<form class="filter" data-act="filter" role="search" aria-label="Threads">
        ${search('Name, client, id or document number', query.like)}
        ${choice('State', 'state', query.state, STATES)}
        ${query.currency && choice('Currency', 'currency', query.currency, [['', 'All'], [query.currency, query.currency]])}
        ${query.stage && choice('Stage', 'stage', query.stage, [['', 'All'], [query.stage, words(query.stage)]])}
      </form>
      <div class="card">${table({
        name: 'engagements',
        caption: 'Threads, the one won last first',
        rows: items,
        none: query.like || query.state || query.stage || query.currency ? 'No thread is like this.' : 'No engagement yet: a deal that is won in the CRM becomes a thread here.',
        columns: [
          { head: 'Engagement', render: one => html`${link(one.name, 'engagements', one.threadId)}<br><span class="fine">${one.client} · ${ident(one.threadId)}</span>` },
          { head: 'State', render: one => state(one.state) },
          { head: 'Entity', render: one => one.contractingEntity },
          { head: 'Value', num: true, render: one => money(one.value, one.currency) },
          { head: 'Won', render: one => date(one.wonAt?.slice(0, 10)) },
          { head: 'Decisions', num: true, render: one => (one.openExceptions ? link(`${one.openExceptions} open`, 'exceptions', { threadId: one.threadId }) : html`<span class="none">none</span>`) },
        ],
      })}${pager(query, next, 'engagements')}</div>`;
  },
};
