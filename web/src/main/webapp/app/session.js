/**
 * Signing in at any OpenID Connect issuer: authorization code with PKCE. The token stays in this tab, and is nothing but a key here: who it
 * belongs to, and what they may see, is asked of the hub.
 */
const TOKEN = 'throughline.token';
const ASKED = 'throughline.asked';

/** What the hub says about sign-in and the sandbox; set before anything else is done. */
export const config = {};

export async function configure() {
  const answer = await fetch('dashboard-config.json');
  if (!answer.ok) throw new Error(`dashboard-config.json: HTTP ${answer.status}`);
  Object.assign(config, await answer.json());
}

/** Who is signed in: {access, refresh, id, name, roles}; null for nobody. */
export function session() {
  const kept = sessionStorage.getItem(TOKEN);
  return kept && JSON.parse(kept);
}

export function signOut() {
  sessionStorage.removeItem(TOKEN);
}

/** Signed out here, and at the issuer too where it says how: the next to sign in at this machine is asked for a password. */
export async function leave() {
  const { id } = session() ?? {};
  signOut();
  const { end_session_endpoint } = await discovered();
  if (!end_session_endpoint || !id) return;
  location.assign(`${end_session_endpoint}?${new URLSearchParams({ id_token_hint: id, client_id: config.clientId, post_logout_redirect_uri: here() })}`);
}

/** Roles are a hint for what to offer; the hub decides. */
export const may = (...roles) => roles.some(role => session()?.roles?.includes(role));

export async function signIn() {
  if (!globalThis.crypto?.subtle) throw new Error('Browsers sign in only over https or from this machine itself (127.0.0.1, localhost).');
  const { authorization_endpoint } = await discovered();
  const asked = { state: random(), verifier: random(), page: location.hash };
  sessionStorage.setItem(ASKED, JSON.stringify(asked));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(asked.verifier));
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: config.clientId,
    redirect_uri: here(),
    scope: config.scope,
    state: asked.state,
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  });
  location.assign(`${authorization_endpoint}${authorization_endpoint.includes('?') ? '&' : '?'}${query}`);
}

/** Takes the code with which the issuer sent the browser back, if it did. */
export async function returned() {
  const answer = new URLSearchParams(location.search);
  if (!answer.has('code') && !answer.has('error')) return;
  const asked = JSON.parse(sessionStorage.getItem(ASKED) ?? 'null');
  sessionStorage.removeItem(ASKED);
  history.replaceState(null, '', location.pathname + (asked?.page ?? ''));
  if (answer.has('error')) throw new Error(answer.get('error_description') ?? answer.get('error'));
  if (!asked || answer.get('state') !== asked.state) throw new Error('The answer does not belong to a sign-in of this tab.');
  await exchange({ grant_type: 'authorization_code', code: answer.get('code'), redirect_uri: here(), code_verifier: asked.verifier });
  await introduced();
}

/** A fresh token where the issuer gave the means; false otherwise. */
export async function renew() {
  const refresh = session()?.refresh;
  if (!refresh) return false;
  try {
    await exchange({ grant_type: 'refresh_token', refresh_token: refresh });
    return true;
  } catch (refused) {
    console.info('sign in again:', refused.message);
    return false;
  }
}

async function exchange(form) {
  const { token_endpoint } = await discovered();
  const answer = await fetch(token_endpoint, { method: 'POST', body: new URLSearchParams({ ...form, client_id: config.clientId }) });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error_description ?? body.error ?? `the issuer answered HTTP ${answer.status}`);
  const before = session();
  sessionStorage.setItem(TOKEN, JSON.stringify({ ...before, access: body.access_token, refresh: body.refresh_token ?? before?.refresh, id: body.id_token ?? before?.id }));
}

/** Asks the hub whose token it is. Who has no role here is nobody in particular. */
async function introduced() {
  const kept = session();
  signOut();
  const answer = await fetch('api/experience/v1/me', { cache: 'no-store', headers: { Authorization: `Bearer ${kept.access}` } });
  if (!answer.ok && answer.status !== 403) throw new Error(answer.status === 401 ? 'The hub does not accept the tokens of this issuer.' : `The hub answered HTTP ${answer.status}.`);
  const { name = 'without a role', roles = [] } = answer.ok ? await answer.json() : {};
  sessionStorage.setItem(TOKEN, JSON.stringify({ ...kept, name, roles }));
}

async function discovered() {
  const answer = await fetch(`${config.issuer}/.well-known/openid-configuration`);
  if (!answer.ok) throw new Error(`the issuer answered HTTP ${answer.status}`);
  return answer.json();
}

const here = () => location.origin + location.pathname;
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));
const base64url = bytes => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
