/** Invoices that are credited, whole or by a part that is given up: proposed on the invoice's page, released on the note's by another person. */
import { post } from '../api.js';
import { money, sum, words, zero } from '../format.js';
import { html } from '../html.js';
import { ask, link, to } from '../parts.js';
import { may, session } from '../session.js';

const crediting = html`<label class="field"><span>Why</span><textarea name="reason" required maxlength="1000"></textarea></label>
  <p class="fine">A credit note of all that is left of it, which another person releases. Once it is booked, the next invoice run bills the work again; what it shall not bill is written off between the two.</p><button class="main">Propose</button>`;

const takingBack = html`<label class="field"><span>Why</span><textarea name="reason" required maxlength="1000"></textarea></label>
  <p class="fine">A credit note of all that is left of it, for these books alone: the ERP voided it already. Another person releases it. Then the next invoice run bills the work again; write off before what it shall not bill.</p><button class="main">Propose</button>`;

const settled = ({ corrections, net }) => corrections.some(note => ['draft', 'released'].includes(note.state)) || zero(sum(net, ...corrections.map(note => note.net)));

/** An invoice that is booked, has something left, and is not being credited. */
const creditable = one => one.type === 'invoice' && ['posted', 'paid'].includes(one.state) && one.postings.length > 0 && may('finance', 'admin') && !settled(one);

export const credit = one => creditable(one) && html`<p class="asks">${one.erpStatus === 'void' ? ask('takeback', 'Take it back here…', takingBack, { danger: true }) : ask('credit', 'Credit…', crediting, { danger: true })}</p>`;

/** A line of time or of a milestone, of which a part may be given up. */
export const givingUp = (one, line) => creditable(one) && one.erpStatus !== 'void' && (line.minutes != null || line.milestone) && html`<p class="asks">${ask(`part-${line.no}`, 'Give up part…', html`<input type="hidden" name="line" value="${line.no}">
  <label class="field"><span>Net amount in ${one.currency}</span><input name="amount" required inputmode="decimal" autocomplete="off"></label><label class="field"><span>Why</span><textarea name="reason" required maxlength="1000"></textarea></label>
  <p class="fine">A credit note of this amount, which another person releases. The work stays billed.</p><button class="main">Propose</button>`, { danger: true, act: 'part' })}</p>`;

/** Who proposes a credit note does not release it. */
export const own = one => one.proposedBy && one.proposedBy === session()?.name;

/** As facts of a document. */
export const correction = one => html`${one.corrections.length > 0 && html`<div><dt>${one.type === 'invoice' ? 'Credited by' : 'Credits'}</dt><dd>${one.corrections.map((other, i) => html`${i > 0 && ', '}${link(other.number ?? `${words(one.type === 'invoice' ? 'credit-note' : 'invoice')} ${other.state}`, 'finance', 'invoices', other.documentId)} of ${money(other.net, one.currency)}`)}</dd></div>`}
  ${one.proposedBy && html`<div><dt>Proposed</dt><dd>by ${one.proposedBy}: ${one.reason}</dd></div>`}`;

export const actions = {
  credit: ({ reason }, { id }) => proposed(`${encodeURIComponent(id)}/credit-notes`, { reason }),
  takeback: ({ reason }, { id }) => proposed(`${encodeURIComponent(id)}/credit-notes/voided`, { reason }),
  part: ({ line, amount, reason }, { id }) => proposed(`${encodeURIComponent(id)}/credit-notes/parts`, { line: Number(line), amount, reason }),
};

async function proposed(path, wanted) {
  const { id: note } = await post(`experience/v1/finance/invoices/${path}`, wanted);
  location.hash = to('finance', 'invoices', note);
  return 'Proposed. Another person releases it.';
}
