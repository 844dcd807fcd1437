/**
 * Pages are text made by html`…`, where every value is escaped, and shown by show(), which changes only what differs: focus, typed text
 * and opened details stay. This is the only place where text becomes elements.
 */
const ESCAPED = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const trusted = globalThis.trustedTypes?.createPolicy('throughline', { createHTML: text => text }) ?? { createHTML: text => text };

class Markup {
  constructor(text) {
    this.text = text;
  }
}

function text(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(text).join('');
  if (value === null || value === undefined || typeof value === 'boolean') return '';
  return String(value).replace(/[&<>"']/g, character => ESCAPED[character]);
}

/** Values are escaped; markup and lists of markup are taken as they are; null, undefined, true and false are nothing. */
export function html(parts, ...values) {
  return new Markup(parts.reduce((all, part, at) => all + text(values[at - 1]) + part));
}

const last = new WeakMap();

/** Makes the element's content look like the markup; nothing is touched where it already does. */
export function show(element, markup) {
  const wanted = text(markup);
  if (last.get(element) === wanted) return;
  last.set(element, wanted);
  const template = document.createElement('template');
  template.innerHTML = trusted.createHTML(wanted);
  children(element, template.content);
}

function children(old, fresh) {
  const keyed = new Map([...old.children].filter(child => child.dataset.key).map(child => [child.dataset.key, child]));
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const match = same(old, at, wanted, keyed);
    if (!match) {
      old.insertBefore(wanted, at);
    } else {
      if (match === at) at = at.nextSibling;
      else old.insertBefore(match, at);
      node(match, wanted);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function same(old, at, wanted, keyed) {
  const key = wanted.dataset?.key;
  if (key) {
    const known = keyed.get(key);
    return known?.nodeName === wanted.nodeName && known.parentNode === old ? known : null;
  }
  return at && at.nodeName === wanted.nodeName && !at.dataset?.key ? at : null;
}

function node(old, fresh) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
    return;
  }
  const kept = name => name === 'open' && old.nodeName === 'DETAILS'; // people open and close them
  for (const { name, value } of fresh.attributes) if (!kept(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const { name } of [...old.attributes]) if (!kept(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
  children(old, fresh);
}
