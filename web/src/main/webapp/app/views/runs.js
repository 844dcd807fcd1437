/** An invoice run, seen before it is made. */
import { post } from '../api.js';
import { date, hours, money, number, plural, words } from '../format.js';
import { html } from '../html.js';
import { card, ident, link, table, to } from '../parts.js';
import { may } from '../session.js';

const DAY = 86_400_000;

/** The last day of the month before this. */
const lastOfMonth = (today = new Date()) => new Date(Date.UTC(today.getFullYear(), today.getMonth(), 0)).toISOString().slice(0, 10);
/** What is asked for; of one engagement where the address names it. */
const wish = query => ({ through: query.through || lastOfMonth(), threadId: query.threadId });

export const run = {
  title: 'Invoice run',
  crumb: { to: ['finance'], text: 'Finance' },
  on: [],
  load: ({ query }) => post('process/v1/invoice-runs/preview', wish(query)),
  render({ totals, due, broken }, { query, ui }) {
    const { through, threadId } = wish(query);
    return html`<p class="lead">What is approved and not billed, as a run would draft it now. Nothing is drafted by looking.</p>
    <div class="card"><form class="filter" data-act="filter" aria-label="Through which day"><label class="field"><span>Through</span><input type="date" name="through" required value="${through}"></label>${threadId && html`<input type="hidden" name="threadId" value="${threadId}"><p>Only of ${link(threadId, 'engagements', threadId)}</p>`}</form>
      ${ahead(through)}
      ${table({
        name: 'totals', ui, caption: 'What would be drafted, by legal entity', rows: totals, none: html`Nothing is due through ${date(through)}.`,
        columns: [
          { head: 'Entity', render: one => one.entity },
          { head: 'Documents', num: true, render: one => number(one.documents) },
          { head: 'Hours', num: true, render: one => hours(one.minutes) },
          { head: 'Net', num: true, render: one => money(one.net, one.currency) },
        ],
      })}
      <div class="asks">${due.length > 0 && may('finance', 'admin') && html`<button type="button" class="main" data-act="draft">Draft ${plural(due.length, 'document')}</button>`} <a class="button" href="${to('finance')}">Drafts to review</a></div></div>
    ${Object.keys(broken).length > 0 && card('Kept back', html`<p>The rules find a contradiction in these engagements: a run parks them for an operator, and bills the others.</p><ul>${Object.entries(broken).map(([thread, why]) => html`<li>${link(thread, 'engagements', thread)}: ${why}</li>`)}</ul>`)}
    ${due.length > 0 && card('Document by document', table({
      name: 'due', ui, caption: 'What would be drafted, by client', rows: due,
      columns: [
        { head: 'Engagement', render: one => html`${link(one.engagement, 'engagements', one.threadId)}<br><span class="fine">${one.client ?? ident(one.threadId)}</span>` },
        { head: 'What', render: one => html`${words(one.type)}<br><span class="fine">${words(one.origin)}</span>` },
        { head: 'Worked from', render: one => date(one.workedFrom) },
        { head: 'Hours', num: true, render: one => hours(one.minutes) },
        { head: 'Net', num: true, render: one => money(one.net, one.currency) },
      ],
    }), { wide: true })}`;
  },
  actions: {
    async draft(values, { query }) {
      const { documents } = await post('process/v1/invoice-runs', wish(query));
      return documents.length ? `${documents.length} drafted. They wait for review.` : 'Nothing was due any more.';
    },
  },
};

/** A year that was typed wrong bills periods that are years ahead. */
function ahead(day) {
  const days = Math.round((Date.parse(day) - Date.now()) / DAY);
  return days > 31 && html`<p class="state" role="alert"><strong>${date(day)} is ${number(days)} days ahead.</strong> Subscriptions and fees of all periods up to then are billed now.</p>`;
}
