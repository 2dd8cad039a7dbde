import { el } from './dom.js';

/** The result itself: written out when unfolded, and as a file. */
export function raw(results) {
  const one = (result) => {
    const details = el('details', { class: 'cd4ml-folded' }, el('summary', {}, `${result.stage}.result.json`));
    details.addEventListener('toggle', () => {
      if (details.open && details.childElementCount === 1) {
        const json = JSON.stringify(result, null, 2);
        const url = URL.createObjectURL(new Blob([`${json}\n`], { type: 'application/json' }));
        details.append(
          el('p', {}, el('a', { href: url, download: `${result.stage}.result.json` }, 'Save as a file')),
          el('pre', { tabindex: '0' }, json),
        );
      }
    });
    return details;
  };
  return el(
    'section',
    { class: 'cd4ml-section', 'aria-labelledby': 'cd4ml-raw' },
    el('h2', { id: 'cd4ml-raw' }, 'Raw results'),
    results.map(one),
  );
}
