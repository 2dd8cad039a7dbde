import { el } from './dom.js';

/**
 * A table that scrolls within itself where the page is too narrow, also by keyboard.
 *
 * @param caption what it shows, read out; visible only with `visible`
 * @param columns `{ title, numeric }`; the first column heads its rows
 * @param rows arrays of cells: text, elements, or null
 */
export function table(caption, columns, rows, { visible = false, wide = false } = {}) {
  const cell = (content, index) =>
    el(
      index === 0 ? 'th' : 'td',
      { scope: index === 0 ? 'row' : null, class: columns[index].numeric ? 'cd4ml-number' : null },
      content ?? '',
    );
  return el(
    'div',
    { class: 'cd4ml-scroll', role: 'group', tabindex: '0', 'aria-label': caption },
    el(
      'table',
      { class: `cd4ml-table jenkins-table${wide ? ' cd4ml-wide' : ''}` },
      el('caption', { class: visible ? null : 'cd4ml-spoken' }, caption),
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          columns.map((c) => el('th', { scope: 'col', class: c.numeric ? 'cd4ml-number' : null }, c.title)),
        ),
      ),
      el(
        'tbody',
        {},
        rows.map((row) => el('tr', {}, row.map(cell))),
      ),
    ),
  );
}

/** Facts as pairs of a name and a value; pairs without a value are left out. */
export const facts = (pairs) =>
  el(
    'dl',
    { class: 'cd4ml-facts' },
    pairs
      .filter(([, value]) => value != null && value !== '')
      .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
  );

/** The first `limit` items; the rest behind one line with their number. */
export function firstOf(items, limit, render, more) {
  const rest = items.slice(limit);
  return [
    render(items.slice(0, limit)),
    rest.length === 0 ? null : el('details', { class: 'cd4ml-folded' }, el('summary', {}, more(rest.length)), render(rest)),
  ];
}
