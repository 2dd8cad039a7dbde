import { bdi, code, el, svg } from './dom.js';
import { bytes, count, counted, epochDay, epochMoment, known, number, percent, shortDigest } from './format.js';
import { facts, firstOf, table } from './table.js';

const WIDTH = 96;
const HEIGHT = 24;

/** Bars as one path: small enough for a page of a thousand columns. */
export function sparkline(counts, summary) {
  const top = Math.max(1, ...counts);
  const step = WIDTH / counts.length;
  const path = counts
    .map((n, i) => {
      const height = n === 0 ? 0 : Math.max(1, (n / top) * HEIGHT);
      const gap = step > 3 ? 1 : 0;
      return `M${(i * step).toFixed(1)} ${HEIGHT}v${(-height).toFixed(1)}h${(step - gap).toFixed(1)}v${height.toFixed(1)}z`;
    })
    .join('');
  return svg(
    'svg',
    { class: 'cd4ml-spark', width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': summary },
    svg('path', { d: path }),
  );
}

const isDate = (type) => type === 'date' || type === 'timestamp';
const figure = (column, value) =>
  known(value) ? (column.type === 'date' ? epochDay(value) : column.type === 'timestamp' ? epochMoment(value) : number(value)) : null;

function distribution(column) {
  if (column.sensitive) {
    return el('span', { class: 'cd4ml-note' }, 'sensitive: counts only');
  }
  if (column.histogram?.counts?.length > 0) {
    return sparkline(column.histogram.counts, `histogram of ${column.histogram.counts.length} bins`);
  }
  const values = column.top ?? [];
  return values.length > 0
    ? sparkline(
        values.map((v) => v.count),
        `counts of the ${values.length} most frequent values`,
      )
    : null;
}

function range(column) {
  if (column.sensitive) {
    return null;
  }
  const [low, high] = [figure(column, column.minimum), figure(column, column.maximum)];
  if (low != null && high != null) {
    return [
      `${low} \u2026 ${high}`,
      known(column.mean) && !isDate(column.type) ? el('small', {}, `mean ${number(column.mean)}, sd ${number(column.sd)}`) : null,
    ];
  }
  const values = column.top ?? [];
  return values.slice(0, 3).map((v, i) => [i > 0 ? ', ' : '', bdi(v.value), ` ${percent(v.count / (column.count - column.missing || 1))}`]);
}

function missing(column) {
  const share = column.count > 0 ? column.missing / column.count : 0;
  return [
    el('span', { class: 'cd4ml-bar', 'aria-hidden': 'true' }, el('span', { style: { width: `${share * 100}%` } })),
    el('span', { class: 'cd4ml-number' }, column.missing === 0 ? '0' : percent(share)),
  ];
}

const COLUMNS = [
  { title: 'Column' },
  { title: 'Type' },
  { title: 'Missing' },
  { title: 'Distribution' },
  { title: 'Values' },
  { title: 'Distinct', numeric: true },
];

/** One row a column: type, missing share, distribution, distinct values, change since the last version. */
export function columnTable(columns, diff) {
  const changes = new Map();
  (diff?.columns ?? []).forEach((c) => changes.set(c.column, [...(changes.get(c.column) ?? []), c]));
  const added = new Set(diff?.addedColumns ?? []);
  const change = (name) =>
    added.has(name)
      ? 'new'
      : (changes.get(name) ?? []).map((c) =>
          el('small', {}, `${c.figure}: `, bdi(c.before ?? '\u2013'), ' \u2192 ', bdi(c.after ?? '\u2013')),
        );
  const heads = diff ? [...COLUMNS, { title: 'Since the last version' }] : COLUMNS;
  const row = (column) => {
    const cells = [
      bdi(column.name),
      column.type,
      missing(column),
      distribution(column),
      range(column),
      `${column.exact === false ? '\u2248 ' : ''}${count(column.distinct)}`,
    ];
    return diff ? [...cells, change(column.name)] : cells;
  };
  return firstOf(
    columns,
    40,
    (some) => table('Columns', heads, some.map(row), { wide: true }),
    (n) => `${count(n)} more columns`,
  );
}

/** What `versionData` found. */
export function data(detail) {
  return [
    facts([
      ['Version', code(shortDigest(detail.version), detail.version)],
      ['Rows', count(detail.rows)],
      ['Columns', count(detail.columns.length)],
      ['Files', `${counted(detail.files, 'file')}, ${bytes(detail.bytes)}`],
      ['Read', detail.hashedBytes === 0 ? 'nothing: all files were known unchanged' : bytes(detail.hashedBytes)],
    ]),
    detail.rows === 0 ? el('p', { class: 'cd4ml-empty' }, 'The files hold no rows.') : null,
    detail.columns.length > 0 ? columnTable(detail.columns, detail.diff) : null,
  ];
}
