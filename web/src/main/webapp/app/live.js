/** One stream from the hub while somebody looks: it says that something changed, the page then asks for what it shows. */
import { stream } from './api.js';

const LONGEST_PAUSE = 30000;

/** Calls {@code told(words)} at each change and {@code turned(live)} when the stream begins and ends; comes again by itself until stopped. */
export function listen({ told, turned, signal }) {
  const run = async () => {
    let pause = 1000;
    while (!signal.aborted) {
      try {
        for await (const { name, data } of events(await stream('experience/v1/live', signal))) {
          pause = 1000;
          if (name === 'open') turned(true);
          if (name === 'changed') told(data.split(' '));
        }
      } catch (ended) {
        if (signal.aborted) return;
        if (ended.status === 401) return turned(false);
      }
      turned(false);
      await rest(pause * (0.75 + Math.random() / 2), signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  };
  run();
}

/** Server-sent events out of a body. EventSource would do, could it send a token. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += value;
    const whole = text.split(/\r?\n\r?\n/);
    text = whole.pop();
    for (const block of whole) yield Object.fromEntries([['name', 'message'], ['data', ''], ...block.split(/\r?\n/).map(field)]);
  }
}

function field(line) {
  const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line);
  return [name === 'event' ? 'name' : name, value];
}

const rest = (millis, signal) =>
  new Promise(done => {
    const timer = setTimeout(done, millis);
    signal.addEventListener('abort', () => done(clearTimeout(timer)), { once: true });
  });
