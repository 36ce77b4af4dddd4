import { CHAT_TOPIC } from '../client/chat-history.js';
import { h, icon } from '../ui/dom.js';
import { hue } from '../ui/people-looks.js';
import { ChatModel, LONGEST_TEXT } from './chat-model.js';
import { segmentsOf } from './chat-text.js';
import { sidePanel } from './side-panel.js';

/** @typedef {import('../client/types.js').TextMessage} TextMessage */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */
/** @typedef {import('./chat-model.js').ChatEntry} ChatEntry */

/** The chat beside the stage. */
export class ChatPanel {
  model = new ChatModel();

  #log = h('ol', { class: 'chat-log', 'data-testid': 'chat-log' });
  #empty = h('p', { class: 'chat-empty', text: 'Nobody has written anything yet. Everybody in the call can read along.' });
  #input = h('textarea', {
    class: 'input chat-input',
    rows: 1,
    maxlength: LONGEST_TEXT,
    placeholder: 'Write to everybody',
    'aria-label': 'Message to everybody',
    'data-testid': 'chat-input',
    enterkeyhint: 'send',
  });
  /** Own ids, also of earlier connections. @type {Set<string>} */
  #own = new Set();
  /** @type {WeakMap<ChatEntry, HTMLElement>} */
  #elements = new WeakMap();
  #stops;

  /**
   * @param {WeirClient} client
   * @param {object} listeners
   * @param {() => void} listeners.onclose
   * @param {() => void} listeners.onchange the number of unread messages changed
   * @param {(entry: ChatEntry) => void} listeners.onmissed a message came while the panel is closed
   */
  constructor(client, { onclose, onchange, onmissed }) {
    this.client = client;
    this.onchange = onchange;
    this.onmissed = onmissed;
    const send = h(
      'button',
      { class: 'icon-button chat-send', type: 'submit', 'aria-label': 'Send', title: 'Send (Enter)', 'data-testid': 'chat-send' },
      icon('send'),
    );
    const form = h('form', { class: 'chat-form', onsubmit: (/** @type {Event} */ event) => this.#submit(event) }, this.#input, send);
    this.form = form;
    this.showRights();
    const scroll = h(
      'div',
      { class: 'chat-scroll', role: 'log', 'aria-live': 'polite', 'aria-label': 'Messages', tabindex: 0 },
      this.#empty,
      this.#log,
    );
    this.scroll = scroll;
    this.element = sidePanel({ id: 'chat', title: 'Chat', testId: 'chat', onclose }, scroll, form);
    this.#input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.#submit(event);
    });
    this.#input.addEventListener('input', () => this.#grow());
    this.#stops = [
      client.on('message', (message) => this.#receive(message)),
      client.on('roomState', () => this.#restore()),
    ];
    this.#restore();
  }

  /** @param {boolean} open */
  show(open) {
    this.element.hidden = !open;
    this.model.show(open);
    if (open) {
      this.#scrollDown();
      // A keyboard that springs up over half a phone hides what was to be read.
      if (!matchMedia('(pointer: coarse)').matches) this.#input.focus();
    }
    this.onchange();
  }

  /** Whoever may not write may read. */
  showRights() {
    this.form.hidden = !this.client.can.has('data');
  }

  close() {
    for (const stop of this.#stops) stop();
  }

  /** Late joiners, and those who joined again, get what was said before. */
  #restore() {
    const { client } = this;
    if (client.participant) this.#own.add(client.participant);
    this.model.restore(client.history, (message) => this.#senderOf(message));
    this.#log.replaceChildren(...this.model.entries.map((entry) => this.#draw(entry)));
    this.#empty.hidden = this.model.entries.length > 0;
    this.#scrollDown();
    this.onchange();
  }

  /** @param {TextMessage & {name?: string}} message */
  #receive(message) {
    // What the client's history leaves out was not said to everybody.
    if (message.topic !== CHAT_TOPIC || message.to) return;
    const entry = this.model.add(message, this.#senderOf(message));
    if (!entry) return;
    this.#append(entry);
    if (!this.model.open) this.onmissed(entry);
    this.onchange();
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    if (text === '') return;
    this.#input.value = '';
    this.#grow();
    void this.#send(text);
  }

  /** @param {string} text */
  async #send(text) {
    const { client } = this;
    const from = client.participant ?? '';
    const entry = this.model.add({ from, payload: { text }, time: Date.now() }, { name: client.name ?? '', own: true });
    if (!entry) return;
    entry.sending = true;
    const element = this.#append(entry);
    try {
      await client.sendMessage({ text }, { topic: CHAT_TOPIC });
      entry.sending = false;
      // What was restored meanwhile may hold it, too.
      if (this.#elements.get(entry) !== element) this.#restore();
    } catch {
      entry.sending = false;
      entry.failed = true;
      this.#elements.get(entry)?.replaceWith(this.#draw(entry));
    }
  }

  /**
   * Makes the element of an entry, with a way to send again what could not be sent.
   *
   * @param {ChatEntry} entry
   * @returns {HTMLElement}
   */
  #draw(entry) {
    const element = entryElement(entry);
    if (entry.failed) {
      element.dataset.failed = 'true';
      element.append(this.#retry(entry));
    }
    this.#elements.set(entry, element);
    return element;
  }

  /** @param {ChatEntry} entry */
  #retry(entry) {
    const again = () => {
      this.model.entries = this.model.entries.filter((other) => other !== entry);
      this.#elements.get(entry)?.remove();
      void this.#send(entry.text);
    };
    return h('p', { class: 'chat-failed' }, 'Not sent. ', h('button', { class: 'link-button', type: 'button', text: 'Send again', onclick: again }));
  }

  /**
   * @param {{from: string, name?: string}} message
   * @returns {{name: string, own: boolean}}
   */
  #senderOf({ from, name }) {
    const known = this.client.room?.participants.get(from)?.name;
    return { name: known || name || 'Guest', own: this.#own.has(from) };
  }

  /** @param {ChatEntry} entry */
  #append(entry) {
    const { scroll } = this;
    const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
    const element = this.#draw(entry);
    this.#log.append(element);
    while (this.#log.childElementCount > this.model.entries.length) this.#log.firstElementChild?.remove();
    this.#empty.hidden = true;
    if (atEnd || entry.own) this.#scrollDown();
    return element;
  }

  #scrollDown() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
  }

  #grow() {
    const { style } = this.#input;
    style.height = 'auto';
    style.height = `${Math.min(140, this.#input.scrollHeight + 2)}px`;
  }
}

/**
 * @param {ChatEntry} entry
 * @returns {HTMLElement}
 */
function entryElement({ name, text, time, own, continued }) {
  const clock = new Date(time);
  return h(
    'li',
    { class: `chat-entry${own ? ' chat-own' : ''}${continued ? ' chat-continued' : ''}`, 'data-testid': 'chat-entry' },
    h(
      'p',
      { class: continued ? 'visually-hidden' : 'chat-head' },
      !own && !continued && h('span', { class: `chat-dot ${hue(name)}`, 'aria-hidden': 'true' }),
      h('b', { text: own ? 'You' : name }),
      h('time', {
        datetime: clock.toISOString(),
        text: clock.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }),
      }),
    ),
    h('p', { class: 'chat-text', 'data-testid': 'chat-text' }, ...segmentsOf(text).map(segmentNode)),
  );
}

/**
 * @param {import('./chat-text.js').Segment} segment
 * @returns {Node}
 */
function segmentNode({ text, href }) {
  if (href === null) return document.createTextNode(text);
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer nofollow', text });
}
