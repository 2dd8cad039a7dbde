import { intervalsChart } from '../charts/intervals.js';
import { bdi } from './dom.js';
import { count, counted, estimate, tick } from './format.js';
import { metricName } from './names.js';
import { plot } from './plot.js';
import { table } from './table.js';

const MOST = 15;

/** The most important columns as dots on intervals, the rest in one row; all of them in the table. */
function ranked({ title, note, loss, axis, columns, range }) {
  const head = columns.slice(0, MOST);
  const rest = columns.slice(MOST);
  const bars = head.map((c) => ({
    label: c.column,
    text: estimate(c.value, c.interval),
    value: c.value,
    lower: c.interval?.lower,
    upper: c.interval?.upper,
  }));
  if (rest.length > 0) {
    const sum = rest.reduce((total, c) => total + c.value, 0);
    bars.push({ label: `${count(rest.length)} others, sum`, text: estimate(sum), value: sum });
  }
  return plot({
    title,
    summary: head.map((c) => `${c.column} ${estimate(c.value, c.interval)}`).join('; '),
    note,
    chart: intervalsChart({ rows: bars, axis, format: tick, range, zero: true }),
    data: table(
      title,
      [{ title: 'Column' }, { title: loss, numeric: true }],
      columns.map((c) => [bdi(c.column), estimate(c.value, c.interval)]),
    ),
  });
}

/** What the metric loses without each column, the most important first. */
export function importance({ metric, repeats, rows, columns, unmeasured }) {
  const name = metricName(metric);
  return ranked({
    title: 'Permutation importance',
    note: `How much worse ${name} becomes when a column is shuffled; mean of ${counted(repeats, 'permutation')} of ${counted(rows, 'row')}. Columns with the same information share their importance.${unmeasured ? ` ${counted(unmeasured, 'other column')} ${unmeasured === 1 ? 'was' : 'were'} not measured: too many, and they explain less of the answers by themselves.` : ''}`,
    loss: `Loss of ${name}`,
    axis: `loss of ${name}`,
    columns,
  });
}

const UNITS = { logits: 'logits, mean over the classes', target: 'unit of the target' };

/** How far each column moves the prediction of the trees, in either direction. */
export function contributions({ unit, rows, columns }) {
  return ranked({
    title: 'Contributions (SHAP)',
    note: `Mean size of what a column adds to, or takes from, the answer to a row, over ${counted(rows, 'row')}.`,
    loss: 'Mean size',
    axis: UNITS[unit] ?? unit,
    range: { floor: 0 },
    columns,
  });
}
