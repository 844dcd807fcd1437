/** Words for amounts, hours and times. Amounts are decimal text and are added exactly; they become numbers only to draw lengths. */
import { html } from './html.js';

const NOTHING = html`<span class="none">–</span>`;
const formats = new Map();

export function money(amount, currency) {
  if (amount === undefined || amount === null) return NOTHING;
  if (!formats.has(currency)) formats.set(currency, new Intl.NumberFormat(undefined, currency ? { style: 'currency', currency, maximumFractionDigits: 6 } : { maximumFractionDigits: 6 }));
  return html`<span class="num">${formats.get(currency).format(amount)}</span>`;
}

const count = new Intl.NumberFormat();
export const number = value => (value === undefined || value === null ? NOTHING : html`<span class="num">${count.format(value)}</span>`);

export function hours(minutes) {
  if (minutes === undefined || minutes === null) return NOTHING;
  const whole = Math.trunc(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return html`<span class="num">${minutes < 0 ? '−' : ''}${count.format(whole)} h${rest ? ` ${rest} min` : ''}</span>`;
}

const LASTING = [[172800, 86400, 'days'], [7200, 3600, 'h'], [120, 60, 'min'], [0, 1, 's']];

/** A length of time, in the largest unit of which it has two. */
export function lasting(seconds) {
  const [, size, unit] = LASTING.find(([least]) => Number(seconds) >= least) ?? LASTING.at(-1);
  return html`<span class="num">${count.format(Math.round((seconds / size) * 10) / 10)} ${unit}</span>`;
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A calendar day. */
export const date = iso => (iso ? html`<time datetime="${iso}">${day.format(new Date(`${iso}T00:00:00Z`))}</time>` : NOTHING);

/** An instant, in the zone of who looks. */
export const instant = iso => (iso ? html`<time datetime="${iso}">${moment.format(new Date(iso))}</time>` : NOTHING);

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** How long ago, or until. */
export function ago(iso) {
  if (!iso) return NOTHING;
  const seconds = (new Date(iso) - Date.now()) / 1000;
  const [unit, size] = [['day', 86400], ['hour', 3600], ['minute', 60]].find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return html`<time datetime="${iso}" title="${moment.format(new Date(iso))}">${relative.format(Math.round(seconds / size), unit)}</time>`;
}

/** time-and-materials → Time and materials; createProject → Create project; CRM → CRM. */
export function words(name) {
  if (!name) return '';
  const plain = String(name).replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/[-_./:]+/g, ' ').trim().toLowerCase().replace(/\b(api|crm|erp|eur|hmac|http|id|jwt|tba|usd)\b/g, short => short.toUpperCase()).replace(/\boauth/g, 'OAuth');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

export const plural = (count, one, many = `${one}s`) => html`${number(count)} ${count === 1 ? one : many}`;

/** An amount as an integer and its scale. */
function exact(amount) {
  const [whole, part = ''] = String(amount ?? '0').split('.');
  return { units: BigInt(whole + part), scale: part.length };
}

function decimal(units, scale) {
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  return sign + (scale ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits);
}

export function sum(...amounts) {
  const parts = amounts.map(exact);
  const scale = Math.max(0, ...parts.map(part => part.scale));
  return decimal(parts.reduce((total, part) => total + part.units * 10n ** BigInt(scale - part.scale), 0n), scale);
}

export const minus = (amount, ...less) => sum(amount, ...less.map(one => decimal(-exact(one).units, exact(one).scale)));
export const negative = amount => exact(amount).units < 0n;
export const zero = amount => exact(amount).units === 0n;

const BELOW = { open: 'Paid or credited beyond what is invoiced', ahead: 'More than was sold' };

/** A part of what is sold, as [text, amount]: below nothing it has a name of its own and no sign. */
export const said = (part, text, amount) => (BELOW[part] && negative(amount) ? [BELOW[part], minus('0', amount)] : [text, amount]);

/** Sums by currency: [{currency, amount}]. */
export function byCurrency(items, amountOf) {
  const sums = new Map();
  for (const item of items) {
    const amount = amountOf(item);
    if (item.currency && amount !== undefined && amount !== null) sums.set(item.currency, sum(sums.get(item.currency) ?? '0', amount));
  }
  return [...sums].map(([currency, amount]) => ({ currency, amount }));
}
