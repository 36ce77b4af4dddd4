import { h } from '../ui/dom.js';
import { toast } from '../ui/toasts.js';
import { api, path } from './api.js';
import { confirmAction } from './confirm.js';

const CAPS = /** @type {const} */ ([
  ['maxParticipants', 'Participants at most', 1, 1],
  ['maxPublishers', 'Publishers at most', 0, 1],
  ['maxPublisherBitrate', 'Kilobit/s of each publisher', 10, 1000],
]);

/**
 * Codecs and caps of a room. Empty fields are the server's own.
 *
 * @param {string} room
 * @returns {{element: HTMLElement, show: (settings: any) => void}}
 */
export function settingsForm(room) {
  const codecs = h('input', {
    class: 'input',
    id: 'setting-codecs',
    placeholder: 'VP8, H264, OPUS',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': 'setting-codecs-hint',
  });
  const inputs = CAPS.map(([name, , min]) =>
    h('input', { class: 'input', id: `setting-${name}`, type: 'number', min, inputmode: 'numeric', placeholder: 'as the server' }),
  );
  let shown = '';
  let touched = false;

  /** @param {SubmitEvent} event */
  const submit = async (event) => {
    event.preventDefault();
    const names = codecs.value.split(/[\s,]+/u).filter(Boolean);
    /** @type {Record<string, unknown>} */
    const body = { codecs: names.length > 0 ? names : null };
    CAPS.forEach(([name, , , unit], index) => {
      const value = inputs[index]?.value ?? '';
      body[name] = value === '' ? null : Math.round(Number(value) * unit);
    });
    const sure = await confirmAction({
      title: `Change the settings of ${room}?`,
      text: 'The bitrate cap holds at once, for publishers who are there too; the other caps hold for whoever comes next, codecs for offers that come later. Nobody is removed.',
      yes: 'Change',
    });
    if (!sure) return;
    try {
      await api(`/rooms${path(room)}/settings`, { method: 'PUT', body });
      touched = false;
      toast('The settings hold from now on.');
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error));
    }
  };

  const element = h(
    'form',
    { class: 'settings', onsubmit: submit, oninput: () => (touched = true), 'data-testid': 'settings' },
    h(
      'div',
      { class: 'field' },
      h('label', { for: 'setting-codecs', text: 'Codecs, most wanted first' }),
      codecs,
      h('p', { class: 'soft', id: 'setting-codecs-hint', text: 'Empty: the server’s own choice.' }),
    ),
    ...CAPS.map(([name, label], index) =>
      h('div', { class: 'field' }, h('label', { for: `setting-${name}`, text: label }), inputs[index] ?? null),
    ),
    h('div', { class: 'row-end' }, h('button', { class: 'button button-primary', type: 'submit', text: 'Change settings' })),
  );

  return {
    element,
    show(settings) {
      const text = JSON.stringify(settings);
      if (touched || text === shown) return;
      shown = text;
      codecs.value = settings.codecs?.join(', ') ?? '';
      CAPS.forEach(([name, , , unit], index) => {
        const input = inputs[index];
        if (input) input.value = settings[name] === null ? '' : String(settings[name] / unit);
      });
    },
  };
}
