import { el } from './dom.js';

/** Which colour stands for what; drawn as the charts draw it, so that shape distinguishes them too. */
export const key = (entries) =>
  el(
    'ul',
    { class: 'cd4ml-key' },
    entries.map(([kind, word]) => el('li', {}, el('span', { class: `cd4ml-swatch cd4ml-swatch-${kind}`, 'aria-hidden': 'true' }), word)),
  );
