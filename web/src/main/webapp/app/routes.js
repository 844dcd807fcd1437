/** Addresses and their pages. A page's file is fetched when it is first wanted. */
import { may } from './session.js';

export const ROLES = ['sales-ops', 'delivery', 'finance', 'operator', 'auditor', 'admin'];
const LISTS = ['finance', 'operator', 'auditor', 'admin'];
const SYSTEMS = ['operator', 'auditor', 'admin'];

/**
 * The file of each page, and the page in it; a page is
 * {title, load, render, actions}, {@code on}: the words of changes that concern it, if not all; {@code every}: how often it is loaded whatever is
 * told; {@code least}: how much time to leave between two loads, because one is dear; all in milliseconds. {@code opened}:
 * whether what people open is part of what is loaded. {@code load} may hand over what has come so far ({@code sofar}).
 */
const PAGES = {
  '': ['overview'],
  'money/:id': ['standing', 'amounts'],
  'hours': ['standing', 'minutes'],
  'engagements': ['engagements', 'list'],
  'engagements/:id': ['thread'],
  'exceptions': ['exceptions', 'desk'],
  'exceptions/:id': ['exceptions', 'one'],
  'finance': ['finance', 'desk'],
  'finance/earned': ['ageing', 'earned'],
  'finance/months': ['months', 'list'],
  'finance/months/:id': ['months', 'one'],
  'finance/months/:id/close': ['months', 'closing'],
  'finance/months/:id/statements': ['months', 'statements'],
  'finance/months/:id/what-if': ['whatif'],
  'finance/run': ['runs', 'run'],
  'finance/held': ['ageing', 'held'],
  'finance/unbilled': ['ageing', 'unbilled'],
  'finance/receivables': ['ageing', 'receivables'],
  'finance/unapplied': ['unapplied', 'list'],
  'finance/unapplied/:id': ['unapplied', 'one'],
  'finance/write-offs': ['writeoffs', 'list'],
  'finance/write-offs/:id': ['writeoffs', 'one'],
  'finance/takeovers': ['takeovers', 'list'],
  'finance/takeovers/:id': ['takeovers', 'one'],
  'finance/invoices/:id': ['finance', 'invoice'],
  'measures': ['measures'],
  'systems': ['systems', 'list'],
  'systems/:id': ['systems', 'one'],
  'catalogue': ['catalogue', 'list'],
  'catalogue/:id': ['catalogue', 'one'],
  'journeys': ['operations', 'journeys'],
  'journeys/:id': ['operations', 'journey'],
  'evidence': ['operations', 'unread'],
  'evidence/:id': ['operations', 'evidence'],
  'proofs': ['operations', 'proofs'],
  'waiting': ['operations', 'waiting'],
  'audit': ['operations', 'audit'],
  'play': ['play'],
};

/** Who may read the pages whose address begins so; others are everybody's. */
const READERS = { finance: LISTS, proofs: LISTS, systems: SYSTEMS, catalogue: SYSTEMS, journeys: SYSTEMS, evidence: SYSTEMS, waiting: SYSTEMS, audit: SYSTEMS, play: ['operator', 'admin'] };

/** Whether to lead somebody there. */
export const readable = part => may(...(READERS[part] ?? ROLES));

/** What the header offers. */
const MENU = [
  ['', 'Overview'],
  ['engagements', 'Threads'],
  ['exceptions', 'Exceptions'],
  ['finance', 'Finance'],
  ['measures', 'Measures'],
  ['systems', 'Systems'],
  ['catalogue', 'Catalogue'],
  ['play', 'Play'],
];

/** Where the header says one is, for pages that belong to another's part. */
const PART_OF = { money: '', hours: '' };

export const menu = sandbox => MENU.filter(([name]) => readable(name) && (name !== 'play' || sandbox));

/** A part of an address; nothing where it is none, as a lone %. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

/** What the address names, and the pages of a list that are {@code back}; nothing when there is no such page. */
export function route() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/').filter(Boolean).map(decoded);
  for (const [pattern, file] of Object.entries(PAGES)) {
    const wanted = pattern.split('/').filter(Boolean);
    if (wanted.length !== parts.length || parts.includes(undefined) || !wanted.every((part, at) => part === ':id' || part === parts[at])) continue;
    const first = parts[0] ?? '';
    const { back, ...asked } = Object.fromEntries(new URLSearchParams(query));
    return { file, menu: PART_OF[first] ?? first, id: parts[wanted.indexOf(':id')], query: asked, back };
  }
  return null;
}

export async function fetched([file, name = 'default']) {
  return (await import(`./views/${file}.js`))[name];
}

/** Fetches the other pages while nothing else is to be done, so that the next one is there at once. */
export function ahead() {
  const files = [...new Set(Object.values(PAGES).map(([file]) => file))];
  const next = () => {
    const file = files.shift();
    if (file) fetched([file]).then(() => requestIdleCallback(next), () => {}); // asked for again when it is wanted
  };
  requestIdleCallback(next);
}
