import { tokenOf } from '../conference/parameters.js';
import { brand, h, icon } from '../ui/dom.js';
import { themeButton } from '../ui/theme.js';

/** @typedef {import('../../examples/stage.js').Stage} Stage */

const EXAMPLES = [
  { name: 'join', title: 'Join a room' },
  { name: 'publish', title: 'Publish' },
  { name: 'subscribe', title: 'Subscribe' },
  { name: 'switch', title: 'Switch' },
  { name: 'chat', title: 'Chat' },
  { name: 'reconnect', title: 'Reconnect' },
];

/** The examples page: shows each example's file, and runs that same file. */
function start() {
  document.body.append(
    h(
      'div',
      { class: 'examples', 'data-testid': 'examples' },
      h('header', { class: 'examples-top' }, brand(), themeButton()),
      h(
        'main',
        { class: 'examples-main' },
        h('h1', { text: 'weir-client.js by example' }),
        h('p', {
          class: 'examples-intro',
          text: 'What you read is the file that runs: each example is a module of this server, imported as it stands. All the people in it are in this page.',
        }),
        ...EXAMPLES.map(({ name, title }) => example(name, title)),
      ),
    ),
  );
}

/**
 * @param {string} name
 * @param {string} title
 */
function example(name, title) {
  const code = h('code');
  const run = h('button', { class: 'button button-primary', type: 'button', 'data-testid': `run-${name}` }, 'Run', icon('arrow'));
  run.setAttribute('aria-label', `Run: ${title}`);
  const videos = h('div', { class: 'examples-videos' });
  const log = h('ol', { class: 'examples-log', 'data-testid': `log-${name}`, role: 'log', 'aria-label': `What happens: ${title}` });
  const element = h(
    'section',
    { class: 'example', 'aria-labelledby': `title-${name}`, 'data-example': name, 'data-state': 'idle' },
    h('div', { class: 'example-head' }, h('h2', { id: `title-${name}`, text: title }), run),
    h('pre', { tabindex: 0, 'aria-label': `Code of ${name}.js` }, code),
    videos,
    log,
  );
  const address = `/examples/${name}.js`;
  void fetch(address).then(async (response) => (code.textContent = await response.text()));
  /** @param {string} text */
  const say = (text) => log.append(h('li', { text }));

  run.addEventListener('click', async () => {
    run.disabled = true;
    element.dataset.state = 'running';
    log.replaceChildren();
    videos.replaceChildren();
    try {
      const { default: play } = await import(address);
      await play(stage(name, say, videos));
      element.dataset.state = 'done';
      say('Done.');
    } catch (error) {
      element.dataset.state = 'failed';
      say(`Failed: ${error instanceof Error ? error.message : error}`);
    }
    run.disabled = false;
  });
  return element;
}

/**
 * @param {string} name
 * @param {(text: string) => void} log
 * @param {HTMLElement} videos
 * @returns {Stage}
 */
function stage(name, log, videos) {
  return {
    room: `example-${name}-${Math.random().toString(36).slice(2, 10)}`,
    token: tokenOf(location.hash),
    log,
    showVideo(label, stream) {
      const video = h('video', { autoplay: true, playsinline: true, 'aria-label': label });
      video.muted = true;
      video.srcObject = stream;
      videos.append(h('figure', {}, video, h('figcaption', { text: label })));
      return video;
    },
    firstFrame: (video) => new Promise((resolve) => video.requestVideoFrameCallback(() => resolve())),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  };
}

start();
