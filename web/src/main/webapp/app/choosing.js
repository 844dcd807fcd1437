/** Rows of a list that are chosen, to do the same with all of them at once. */
import { html } from './html.js';

/**
 * {@code rows}: of what a page has loaded; {@code can}: which of them may be chosen; {@code says}: what one is called. A row has an {@code id}; what may be
 * chosen no more is chosen no more.
 */
export function choosing({ rows, can, says }) {
  const chosen = (items, ui) => items.filter(item => can(item) && ui.chosen?.includes(String(item.id)));
  return {
    chosen,
    columns: (items, ui) => (items.some(can) ? [{ head: 'Choose', render: item => can(item) && html`<button type="button" role="checkbox" class="check" data-act="choose" data-id="${item.id}" data-key="choose ${item.id}" aria-checked="${String(chosen(items, ui).includes(item))}" aria-label="Choose: ${says(item)}"></button>` }] : []),
    /** How many are chosen, and what can be done with them. */
    bar(items, ui, doing) {
      if (!items.some(can)) return '';
      const some = chosen(items, ui);
      return html`<div class="asks" role="group" aria-label="Several at once"><span class="fine" role="status">${some.length} chosen</span>
        <button type="button" class="plain" data-act="all" data-key="all">Choose all shown</button>
        ${some.length > 0 && html`<button type="button" class="plain" data-act="none" data-key="none">Choose none</button>${doing(some)}`}
      </div>`;
    },
    actions: {
      choose({ id }, { ui }) {
        ui.chosen = ui.chosen?.includes(id) ? ui.chosen.filter(one => one !== id) : [...(ui.chosen ?? []), id];
      },
      all(values, { ui, data }) {
        ui.chosen = rows(data).filter(can).map(item => String(item.id));
      },
      none(values, { ui }) {
        ui.chosen = [];
      },
    },
  };
}
