import { intervalsChart } from '../charts/intervals.js';
import { bdi } from './dom.js';
import { count, counted, estimate, tick } from './format.js';
import { metricName } from './names.js';
import { plot } from './plot.js';
import { table } from './table.js';

const MOST = 15;

/** What the metric loses without each column, the most important first; the rest in one row. */
export function importance({ metric, repeats, rows, columns }) {
  const name = metricName(metric);
  const head = columns.slice(0, MOST);
  const rest = columns.slice(MOST);
  const told = head.map((c) => ({ label: c.column, text: estimate(c.value, c.interval), value: c.value, lower: c.interval?.lower, upper: c.interval?.upper }));
  if (rest.length > 0) {
    const sum = rest.reduce((total, c) => total + c.value, 0);
    told.push({ label: `${count(rest.length)} others, sum`, text: estimate(sum), value: sum });
  }
  return plot({
    title: 'Permutation importance',
    summary: head.map((c) => `${c.column} ${estimate(c.value, c.interval)}`).join('; '),
    note: `How much worse ${name} becomes when a column is shuffled; mean of ${counted(repeats, 'permutation')} of ${counted(rows, 'row')}. Columns that say the same share what they say.`,
    chart: intervalsChart({ rows: told, axis: `loss of ${name}`, format: tick, zero: true }),
    data: table('Permutation importance', [{ title: 'Column' }, { title: `Loss of ${name}`, numeric: true }], columns.map((c) => [bdi(c.column), estimate(c.value, c.interval)])),
  });
}
