import { deviceSelect } from '../media/device-select.js';
import { h } from '../ui/dom.js';
import { preferences, remember } from '../ui/preferences.js';
import { toast } from '../ui/toasts.js';
import { checkName } from '../lobby/validation.js';
import { dialog } from './dialog.js';
import { Speakers } from './speakers.js';

/** @typedef {import('../media/local-media.js').LocalMedia} LocalMedia */
/** @typedef {import('../../weir-client.js').WeirClient} WeirClient */
/** @typedef {import('./stage-plan.js').LayoutMode} LayoutMode */

/**
 * The settings of the call: name, devices, layout. What is chosen is remembered.
 *
 * @param {object} options
 * @param {WeirClient} options.client
 * @param {LocalMedia} options.media
 * @param {() => Speakers} options.speakers
 * @param {() => {mode: LayoutMode, audioOnly: boolean}} options.state
 * @param {(mode: LayoutMode) => void} options.onlayout
 * @param {(audioOnly: boolean) => void} options.onaudioonly
 */
export function createSettings({ client, media, speakers, state, onlayout, onaudioonly }) {
  const name = h('input', { class: 'input', id: 'own-name', maxlength: 80, autocomplete: 'name', 'data-testid': 'own-name' });
  name.addEventListener('change', () => void rename(client, name));
  const camera = deviceSelect('Camera', 'camera', media, 'call-camera');
  const microphone = deviceSelect('Microphone', 'microphone', media, 'call-microphone');
  const speaker = h('select', { class: 'select', id: 'call-speaker', 'data-testid': 'call-speaker' });
  speaker.addEventListener('change', () => void speakers().use(speaker.value));
  const layout = h(
    'select',
    { class: 'select', id: 'call-layout', 'data-testid': 'call-layout' },
    h('option', { value: 'grid', text: 'Grid: everybody the same' }),
    h('option', { value: 'speaker', text: 'Speaker: whoever speaks, large' }),
  );
  layout.addEventListener('change', () => onlayout(layout.value === 'speaker' ? 'speaker' : 'grid'));
  const audioOnly = check('audio-only', 'Audio only', 'No pictures, neither sent nor received: for slow connections.', onaudioonly);
  const shortcuts = check('shortcuts', 'Single-key shortcuts', 'Such as M for the microphone; ? in the menu lists them.', (on) =>
    remember({ shortcuts: on }),
  );
  const speakerField = Speakers.selectable && h('div', { class: 'field' }, h('label', { for: speaker.id, text: 'Speaker' }), speaker);
  const element = dialog(
    { id: 'settings', title: 'Settings', look: 'settings' },
    h('div', { class: 'field' }, h('label', { for: name.id, text: 'Your name' }), name),
    h('div', { class: 'settings-pair' }, microphone.element, camera.element),
    h(
      'div',
      { class: 'settings-pair' },
      ...(speakerField ? [speakerField] : []),
      h('div', { class: 'field' }, h('label', { for: layout.id, text: 'Layout' }), layout),
    ),
    audioOnly.element,
    shortcuts.element,
  );
  return {
    element,
    open() {
      name.value = client.name ?? '';
      layout.value = state().mode;
      audioOnly.input.checked = state().audioOnly;
      shortcuts.input.checked = preferences().shortcuts ?? true;
      const used = preferences().speaker ?? 'default';
      speaker.replaceChildren(
        ...media.devices.speakers.map(({ deviceId, label }, index) =>
          h('option', { value: deviceId, text: label || `Speaker ${index + 1}`, selected: deviceId === used }),
        ),
      );
      speaker.disabled = media.devices.speakers.length === 0;
      if (speaker.disabled) speaker.append(h('option', { text: 'The system’s own' }));
      element.showModal();
    },
    close() {
      camera.dispose();
      microphone.dispose();
    },
  };
}

/**
 * @param {string} id
 * @param {string} label
 * @param {string} note
 * @param {(on: boolean) => void} onchange
 */
function check(id, label, note, onchange) {
  const input = h('input', { class: 'switch', type: 'checkbox', role: 'switch', id, 'data-testid': id, 'aria-describedby': `${id}-note` });
  input.addEventListener('change', () => onchange(input.checked));
  const text = h('div', {}, h('label', { for: id, text: label }), h('p', { id: `${id}-note`, text: note }));
  return { input, element: h('div', { class: 'settings-switch' }, text, input) };
}

/**
 * @param {WeirClient} client
 * @param {HTMLInputElement} input
 */
async function rename(client, input) {
  const name = input.value.trim();
  const error = checkName(name);
  input.setAttribute('aria-invalid', String(error !== null));
  if (error !== null || name === client.name) return;
  remember({ name });
  try {
    await client.update({ name });
    toast(`You are ${name} now`);
  } catch {
    toast('Your name could not be changed.');
  }
}
