import { intervalsChart } from '../charts/intervals.js';
import { bdi, el } from './dom.js';
import { count, counted, estimate, known, tick } from './format.js';
import { isShare, metricName } from './names.js';
import { plot } from './plot.js';
import { table } from './table.js';

const MOST = 20;
const FIFTHS = 0.8;
const SHARE = { floor: 0, ceiling: 1 };

const of = (group, name) => group.metrics.find((m) => m.name === name);

function rate(name, groups, data) {
  const shown = groups.filter((g) => g.compared && known(of(g, name)?.value)).slice(0, MOST);
  if (shown.length === 0) {
    return null;
  }
  const rows = shown.map((g) => {
    const { value, interval } = of(g, name);
    return { label: g.value, text: estimate(value, interval), value, lower: interval?.lower, upper: interval?.upper };
  });
  return plot({
    title: metricName(name),
    summary: rows.map((r) => `${r.label} ${r.text}`).join('; '),
    chart: intervalsChart({ rows, axis: metricName(name), format: tick, range: isShare(name) ? SHARE : {} }),
    data,
  });
}

function column({ column: name, label, groups, metrics }) {
  const rates = [...new Set(groups.flatMap((g) => g.metrics.map((m) => m.name)))];
  const small = groups.filter((g) => !g.compared);
  const data = table(
    `Groups of ${name}`,
    [
      { title: 'Group' },
      { title: 'n', numeric: true },
      ...rates.map((r) => ({ title: metricName(r), numeric: true })),
      { title: 'Compared' },
    ],
    groups.map((g) => [
      bdi(g.value),
      count(g.rows),
      ...rates.map((r) => estimate(of(g, r)?.value, of(g, r)?.interval)),
      g.compared ? 'yes' : 'too few rows',
    ]),
  );
  const parity = metrics.find((m) => m.name === 'demographic_parity_ratio');
  const fifths =
    known(parity?.value) && groups.filter((g) => g.compared).length > 1
      ? `Four-fifths rule: the least selected group is selected ${estimate(parity.value, parity.interval)} times as often as the most selected one, ${parity.value >= FIFTHS ? 'at least' : 'less than'} 0.8.`
      : null;
  return el(
    'div',
    { class: 'cd4ml-block' },
    el('h3', {}, 'Fairness by ', bdi(name), label == null ? null : el('span', { class: 'cd4ml-aside' }, 'selection means ', bdi(label))),
    fifths ? el('p', { class: 'cd4ml-note' }, fifths) : null,
    small.length > 0 ? el('p', { class: 'cd4ml-note' }, `${counted(small.length, 'group')} with too few rows to be compared.`) : null,
    table(
      `Differences between groups of ${name}`,
      [{ title: 'Between the groups' }, { title: 'Estimate', numeric: true }],
      metrics.map((m) => [metricName(m.name), estimate(m.value, m.interval)]),
    ),
    el(
      'div',
      { class: 'cd4ml-grid cd4ml-thirds' },
      rates.map((r, index) => rate(r, groups, index === 0 ? data : null)),
    ),
  );
}

/** Groups side by side, one block a column. */
export const fairness = (all) => all.map(column);
