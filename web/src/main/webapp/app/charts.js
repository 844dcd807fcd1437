/** Pictures of lengths. Each stands beside the same numbers as text, so readers are spared them. */
import { html } from './html.js';

/** One bar of parts: [{value, tone}]. Values are drawn in proportion; nothing is drawn for what is not positive. */
export function stack(parts, height = 14) {
  const shown = parts.filter(part => part.value > 0);
  const total = shown.reduce((sum, part) => sum + part.value, 0);
  let at = 0;
  const pieces = shown.map(part => {
    const from = at;
    at += (part.value / total) * 1000;
    return html`<rect x="${from.toFixed(2)}" y="0" width="${Math.max(at - from - 2, 1).toFixed(2)}" height="${height}" class="fill-${part.tone}"></rect>`;
  });
  return html`<svg class="stack" viewBox="0 0 1000 ${height}" preserveAspectRatio="none" aria-hidden="true"><rect width="1000" height="${height}" class="fill-rest"></rect>${pieces}</svg>`;
}

/** A bar as long as its share of the most. */
export function bar(value, most, tone) {
  const width = most > 0 ? Math.max((value / most) * 1000, value > 0 ? 6 : 0) : 0;
  return html`<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect width="1000" height="10" class="fill-rest"></rect><rect width="${width.toFixed(1)}" height="10" class="fill-${tone}"></rect></svg>`;
}

/** One step of a funnel: as wide at the top as what reached it, at the bottom as what reached the next. */
export function band(value, next, most) {
  const half = amount => (most > 0 ? Math.max((amount / most) * 498, 3) : 3);
  const [top, bottom] = [half(value), half(next)];
  return html`<svg class="band" viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true"><polygon points="${500 - top},0 ${500 + top},0 ${500 + bottom},40 ${500 - bottom},40"></polygon></svg>`;
}

/** A bar a line, all on one scale: [{label, value, shown, tone}]. */
export function bars(parts) {
  const most = Math.max(...parts.map(part => part.value), 0);
  return html`<ul class="bars">${parts.map(({ label, value, shown, tone }) => html`<li><span>${label}</span>${bar(value, most, tone)}<strong>${shown}</strong></li>`)}</ul>`;
}

/** Two bars on one scale, one above the other: what is compared starts at the same place. */
export function pair(upper, lower, most) {
  const width = value => (most > 0 && value > 0 ? Math.max((value / most) * 1000, 4) : 0).toFixed(1);
  return html`<svg class="pair" viewBox="0 0 1000 22" preserveAspectRatio="none" aria-hidden="true"><rect width="1000" height="22" class="fill-none"></rect><rect width="${width(upper)}" height="10" class="fill-paid"></rect><rect y="12" width="${width(lower)}" height="10" class="fill-billed"></rect></svg>`;
}

/** A column a month, all on one scale: [{value, upper}]. What {@code upper} is more stands paler behind it. A month without a value stays empty, and nought is a line. */
export function columns(months) {
  const most = Math.max(...months.flatMap(month => [month.value ?? 0, month.upper ?? 0]));
  const width = 1000 / months.length;
  const column = (value, at, tone) => {
    const height = Math.max(most > 0 ? (value / most) * 100 : 0, 2);
    return html`<rect x="${(at * width + width * 0.1).toFixed(1)}" y="${(100 - height).toFixed(1)}" width="${(width * 0.8).toFixed(1)}" height="${height.toFixed(1)}" class="fill-${tone}"></rect>`;
  };
  return html`<svg class="columns" viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">${months.map(({ value, upper }, at) => value !== undefined && html`${upper !== undefined && column(upper, at, 'rest')}${column(value, at, 'billed')}`)}</svg>`;
}
