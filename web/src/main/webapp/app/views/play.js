/** Plays a firm's work against the quick start's sandbox: choose, watch, cancel, and hold the totals against the file. */
import { part, sandbox } from '../api.js';
import { bar } from '../charts.js';
import { ago, instant, number, words } from '../format.js';
import { html } from '../html.js';
import { ask, card, choice, empty, shown, state, table } from '../parts.js';
import { config } from '../session.js';

const KINDS = [['latency', 'Answers slowly'], ['429', 'Says "too many requests"'], ['500', 'Breaks'], ['timeout-after-effect', 'Does it, but never answers'], ['outage', 'Is away']];

export default {
  title: 'Play',
  every: 1500,
  async load({ signal, ui }) {
    if (!config.sandbox) return null;
    ui.scenarios ??= part(sandbox('GET', 'scenarios', undefined, signal)); // the same as long as the page is open
    const [plays, faults, vendors] = await Promise.all(['plays', 'faults', ''].map(path => part(sandbox('GET', path, undefined, signal))));
    return { plays, scenarios: await ui.scenarios, faults, vendors };
  },
  render(data, { ui }) {
    if (!data) return empty('No sandbox here', 'This hub is connected to real systems: nothing is played against them.');
    const { plays, scenarios, faults, vendors } = data;
    return html`<p class="lead">A scenario is a file: deals are won, people work, bills are paid, systems misbehave. It is played through the vendors of the quick start at ${config.sandbox}.</p>
      <div class="grid">
        ${card('Begin', begin(scenarios.data))}
        ${card('Faults', shown(faults, 'Faults', all => misbehaviour(all, Object.keys(vendors.data ?? {}))))}
        ${card('Plays', shown(plays, 'The sandbox', all => (all.length ? html`${[...all].reverse().map(play => one(play, ui))}` : empty('Nothing was played yet'))), { wide: true })}
      </div>`;
  },
  actions: {
    async play({ scenario, speed, file }) {
      const chosen = file?.size ? { file: parsed(await file.text()) } : { scenario };
      const begun = await sandbox('POST', 'plays', { ...chosen, speed: Number(speed), issuer: config.issuer });
      return `${words(begun.scenario || 'The file')} is being played.`;
    },
    async cancel({ play }) {
      await sandbox('DELETE', `plays/${encodeURIComponent(play)}`);
      return 'It is cancelled at its next step.';
    },
    async fault({ vendor, kind, times, millis }) {
      await sandbox('POST', 'faults', [{ vendor, kind, times: Number(times), ...(millis && { millis: Number(millis) }) }]);
      return `${words(vendor)} misbehaves from now on.`;
    },
    async calm() {
      await sandbox('DELETE', 'faults');
      return 'Every system behaves again.';
    },
  },
};

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('A scenario file is JSON here; YAML ones are played by name.');
  }
}

function begin(scenarios) {
  const names = (scenarios ?? []).map(known => (typeof known === 'string' ? { name: known } : known));
  return html`<form data-act="play" class="say">
    ${names.length ? html`<label class="field"><span>Scenario</span><select name="scenario">${names.map(({ name }) => html`<option value="${name}">${words(name)}</option>`)}</select></label>
      ${names.map(({ name, about }) => about && html`<p class="fine"><strong>${words(name)}</strong>: ${about}</p>`)}` : html`<label class="field"><span>Scenario</span><input name="scenario" required value="first-thread"></label>`}
    ${choice('Speed', 'speed', '0', [['0', 'As fast as it goes'], ['20', '20 actions a second'], ['5', '5 actions a second'], ['1', 'One action a second']])}
    <label class="field"><span>Or a file of your own (JSON)</span><input type="file" name="file" accept="application/json,.json"></label>
    <button class="main">Play</button></form>`;
}

function misbehaviour(all, vendors) {
  return html`${all.length ? html`<ul class="rows">${all.map(fault => html`<li><span>${words(fault.vendor)}</span><span class="fine">${fault.operation ?? 'any call'}${fault.times ? html`, ${fault.times} times` : ''}${fault.probability ? html`, ${Math.round(fault.probability * 100)} %` : ''}</span><span class="tag wait">${words(fault.kind)}</span></li>`)}</ul><p><button type="button" data-act="calm">Take all back</button></p>` : html`<p class="fine">Every system behaves.</p>`}
    ${vendors.length > 0 && ask('fault', 'Make one misbehave…', html`${choice('System', 'vendor', vendors[0], vendors.map(name => [name, words(name)]))}${choice('How', 'kind', 'latency', KINDS)}<label class="field"><span>How often, 0 until taken back</span><input name="times" type="number" min="0" value="3" required></label><label class="field"><span>Milliseconds, for slowness</span><input name="millis" type="number" min="0" value="1500"></label><button class="main">Misbehave</button>`)}`;
}

function one(play, ui) {
  const [done, of] = play.progress.split('/').map(Number);
  return html`<article class="journey" data-key="${play.id}">
    <h3>${words(play.scenario || 'file')} ${state(play.state)}</h3>
    <p class="fine">${play.id} · asked ${ago(play.askedAt)}${play.finishedAt ? html` · took ${Math.round((new Date(play.finishedAt) - new Date(play.startedAt ?? play.askedAt)) / 1000)} s` : ''}</p>
    <div class="progress" role="progressbar" aria-label="Progress of ${play.id}" aria-valuemin="0" aria-valuemax="${of}" aria-valuenow="${done}">${bar(done, of, play.state === 'failed' ? 'stop' : 'paid')}</div>
    ${!play.finishedAt && html`<p><button type="button" data-act="cancel" data-play="${play.id}">Cancel</button></p>`}
    ${play.problem && html`<p class="stale">${play.problem}</p>`}
    ${verdict(play, ui)}
    <details><summary>${play.steps.length} of ${of} steps</summary><ol class="steps">${play.steps.map(step => html`<li class="${step.state}"><span class="step"><strong>${words(step.step)}</strong> <span class="fine">${step.result} ${instant(step.at)}</span></span></li>`)}</ol></details>
  </article>`;
}

/** Expected and actual totals, line by line. */
function verdict(play, ui) {
  if (!play.actual) return '';
  const expected = flat(play.expected ?? {});
  const wrong = new Set((play.differences ?? []).map(difference => difference.total));
  return html`${table({
      name: play.id, ui, caption: 'What the totals grew by', rows: Object.keys(expected),
      columns: [
        { head: 'Total', render: name => words(name) },
        { head: 'Expected', num: true, render: name => number(expected[name]) },
        { head: 'Actual', num: true, render: name => number(play.actual[name] ?? 0) },
        { head: 'Verdict', render: name => (wrong.has(name) ? html`<span class="tag bad">Differs</span>` : html`<span class="tag good">Equal</span>`) },
      ],
    })}
    <p>Proofs ${state(play.proofs?.holds ? 'holds' : 'broken')} Duplicates in the vendors: ${play.duplicates?.length ? html`<span class="tag bad">${play.duplicates.length}</span>` : 'none'}</p>`;
}

/** {money: [{currency: EUR, paid: 1}]} → {"money.EUR.paid": 1}, as the sandbox names totals. */
function flat(value, name = '') {
  if (Array.isArray(value)) return Object.assign({}, ...value.map(item => flat(item, `${name}.${item.currency}`)));
  if (typeof value === 'object') return Object.assign({}, ...Object.entries(value).filter(([key]) => key !== 'currency').map(([key, inner]) => flat(inner, name ? `${name}.${key}` : key)));
  return { [name]: value };
}
