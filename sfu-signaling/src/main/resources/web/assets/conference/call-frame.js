import { brand, h, icon } from '../ui/dom.js';
import { themeButton } from '../ui/theme.js';

/**
 * The frame of the call: header, stage, panels and controls in their places.
 *
 * @param {object} options
 * @param {string} options.room
 * @param {string} options.state of the connection, to begin with
 * @param {Node} options.strip over the stage
 * @param {Node[]} options.panels beside the stage
 * @param {Node} options.controls
 * @param {Node[]} options.dialogs
 * @param {() => void} options.oncopy
 * @param {() => void} options.onhelp
 * @param {() => void} options.onplay
 */
export function createFrame({ room, state, strip, panels, controls, dialogs, oncopy, onhelp, onplay }) {
  const banner = h('div', { class: 'banner', role: 'status', 'data-testid': 'banner', hidden: true });
  const stage = h('section', { class: 'stage', 'aria-label': 'People in the call', 'data-testid': 'stage' });
  const alone = h(
    'div',
    { class: 'alone', 'data-testid': 'alone', hidden: true },
    h('div', {}, h('strong', { text: 'Nobody else is here yet' }), h('span', { text: 'Send them the link to this page.' })),
    h('button', { class: 'button', type: 'button', onclick: oncopy }, icon('link'), 'Copy link'),
  );
  const playAudio = h(
    'button',
    { class: 'button button-primary play-audio', type: 'button', 'data-testid': 'play-audio', hidden: true, onclick: onplay },
    icon('speaker'),
    'Click to hear everyone',
  );
  const bottom = h('footer', { class: 'call-bottom' }, controls);
  const element = h(
    'div',
    { class: 'call', 'data-testid': 'call', 'data-state': state },
    h(
      'header',
      { class: 'call-top' },
      brand(),
      h('h1', { class: 'call-room', text: room }),
      h(
        'div',
        { class: 'call-tools' },
        h(
          'button',
          { class: 'button button-quiet', type: 'button', 'aria-label': 'Copy link', title: 'Copy link (C)', 'data-testid': 'copy-link', onclick: oncopy },
          icon('link'),
          h('span', { text: 'Copy link' }),
        ),
        h(
          'button',
          {
            class: 'icon-button tool-help',
            type: 'button',
            'aria-label': 'Keyboard help (?)',
            title: 'Keyboard help (?)',
            'data-testid': 'help-toggle',
            onclick: onhelp,
          },
          icon('keyboard'),
        ),
        themeButton(),
      ),
    ),
    h('main', { class: 'call-main' }, banner, strip, stage, alone, playAudio),
    ...panels,
    bottom,
    ...dialogs,
  );
  return {
    element,
    stage,
    bottom,
    alone,
    playAudio,
    /** @param {string | null} text */
    showBanner(text) {
      banner.hidden = text === null;
      banner.textContent = text ?? '';
    },
  };
}
