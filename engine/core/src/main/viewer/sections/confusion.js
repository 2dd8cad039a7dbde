import { bdi, el } from './dom.js';
import { count, percent } from './format.js';

/** Classes by size, the largest first: what matters most stands where the eye begins. */
export function bySize({ labels, counts }) {
  const order = labels.map((_, i) => i).sort((a, b) => sum(counts[b]) - sum(counts[a]));
  return { labels: order.map((i) => labels[i]), counts: order.map((i) => order.map((j) => counts[i][j])) };
}

const sum = (numbers) => numbers.reduce((total, n) => total + n, 0);

/** Counts and row percentages, shaded by the share of the row: a table that is its own plot. */
export function confusion(matrix) {
  const { labels, counts } = bySize(matrix);
  const cell = (n, total, right) => {
    const share = total > 0 ? n / total : 0;
    return el(
      'td',
      { class: `cd4ml-cell${right ? ' cd4ml-right' : ''}`, style: { '--cd4ml-share': String(Math.round(share * 100) / 100) } },
      el('span', {}, count(n)),
      el('small', {}, total > 0 ? percent(share) : '\u2013'),
    );
  };
  return el(
    'figure',
    { class: 'cd4ml-figure' },
    el('figcaption', {}, 'Confusion matrix'),
    el('p', { class: 'cd4ml-note' }, 'Rows: the actual class. Columns: the predicted one. Percent of the row.'),
    el(
      'div',
      { class: 'cd4ml-scroll', role: 'group', tabindex: '0', 'aria-label': 'Confusion matrix' },
      el(
        'table',
        { class: 'cd4ml-confusion' },
        el('caption', { class: 'cd4ml-spoken' }, 'Actual classes in rows, predicted classes in columns'),
        el(
          'thead',
          {},
          el(
            'tr',
            {},
            el('td', {}),
            labels.map((label) => el('th', { scope: 'col' }, bdi(label))),
            el('th', { scope: 'col' }, 'rows'),
          ),
        ),
        el(
          'tbody',
          {},
          labels.map((label, i) => {
            const total = sum(counts[i]);
            return el(
              'tr',
              {},
              el('th', { scope: 'row' }, bdi(label)),
              counts[i].map((n, j) => cell(n, total, i === j)),
              el('td', { class: 'cd4ml-number' }, count(total)),
            );
          }),
        ),
      ),
    ),
  );
}
