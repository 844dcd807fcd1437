/** Lists as files for spreadsheets. */
import { get } from './api.js';
import { save } from './parts.js';

/** Saves all pages of a list: a row each, with the fields of the API, so that amounts are exact and each has its currency beside it. */
export async function saved(name, path, { cursor, ...query } = {}) {
  const rows = [];
  let next;
  do {
    const page = await get(`${path}?${new URLSearchParams({ ...query, limit: 200, ...(next && { cursor: next }) })}`);
    rows.push(...page.items);
    next = page.next;
  } while (next);
  return keep(name, rows);
}

/** Saves rows that are there already. */
export function keep(name, rows) {
  save(`${name}.csv`, csv(rows));
  return `${rows.length} rows saved.`;
}

function csv(rows) {
  const fields = [...new Set(rows.flatMap(row => Object.keys(row).filter(field => typeof row[field] !== 'object')))];
  const lines = [fields, ...rows.map(row => fields.map(field => row[field]))].map(line => line.map(cell).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

/** What a spreadsheet would take for a formula stays text. */
function cell(value = '') {
  const text = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
