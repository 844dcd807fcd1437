/** The hub's experience APIs, and the sandbox's levers in the quick start. */
import { config, renew, session, signOut } from './session.js';

/** An answer that was no success. {@code status} 0: nobody answered. */
export class Trouble extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.message ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

const keys = new Map();

export const get = (path, signal) => hub('GET', path, undefined, signal);

/** Safe to repeat: until the hub has answered, the same request carries the same key. */
export async function post(path, body) {
  const said = `${path} ${JSON.stringify(body ?? null)}`;
  if (!keys.has(said)) keys.set(said, [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join(''));
  try {
    const answer = await hub('POST', path, body, undefined, { 'Idempotency-Key': keys.get(said) });
    keys.delete(said);
    return answer;
  } catch (trouble) {
    if (trouble.status >= 400 && trouble.status < 500) keys.delete(said);
    throw trouble;
  }
}

/** The bytes of a piece of evidence, as text. */
export async function raw(path, signal) {
  return (await asked('GET', path, undefined, signal)).text();
}

/** What the hub sends for as long as it goes on. */
export async function stream(path, signal) {
  return (await asked('GET', path, undefined, signal, { Accept: 'text/event-stream' })).body;
}

/** A part of a page: {data} or {trouble}, so that one part's trouble is not the whole page's. */
export async function part(promise) {
  try {
    return { data: await promise };
  } catch (trouble) {
    if (!(trouble instanceof Trouble) || trouble.status === 401) throw trouble;
    return { trouble };
  }
}

/** The sandbox's control API; only in the quick start. */
export async function sandbox(method, path, body, signal) {
  const answer = await fetched(`${config.sandbox}/control/${path}`, { method, signal, ...json(body) });
  return answered(answer);
}

async function hub(method, path, body, signal, headers) {
  return answered(await asked(method, path, body, signal, headers));
}

async function asked(method, path, body, signal, headers) {
  const call = () => fetched(`api/${path}`, { method, signal, ...json(body, { Accept: 'application/json, application/octet-stream', ...headers, Authorization: `Bearer ${session()?.access}` }) });
  let answer = await call();
  if (answer.status === 401 && (await renew())) answer = await call();
  if (answer.status === 401) signOut();
  if (!answer.ok) await answered(answer);
  return answer;
}

function json(body, headers) {
  return body === undefined ? { headers } : { headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
}

async function fetched(address, request) {
  try {
    return await fetch(address, { ...request, cache: 'no-store' });
  } catch (unreachable) {
    if (unreachable.name === 'AbortError') throw unreachable;
    throw new Trouble(0, { title: 'Nobody answered', detail: `${new URL(address, location).origin} cannot be reached.` });
  }
}

async function answered(answer) {
  const text = await answer.text();
  let body;
  try {
    body = text ? JSON.parse(text) : undefined;
  } catch {
    throw new Trouble(answer.status, { title: 'An answer that is no JSON', detail: text.slice(0, 200) });
  }
  if (!answer.ok) throw new Trouble(answer.status, body ?? {});
  return body;
}
