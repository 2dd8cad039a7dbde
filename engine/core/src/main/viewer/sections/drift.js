import { categoryDrift, numericDrift } from '../charts/drift.js';
import { versionOf } from './changed.js';
import { bdi, code, el, folded, mark } from './dom.js';
import { count, counted, epochDay, given, known, number, percent, shortDigest, tick } from './format.js';
import { key } from './key.js';
import { outcomeLook, testName } from './names.js';
import { plot } from './plot.js';
import { facts, firstOf, table } from './table.js';

const SHOWN = 24;
const BARS = 8;

/** How far beyond its threshold a column lies; p-values count downwards. */
export function excess(column) {
  if (!known(column.score) || !known(column.threshold)) {
    return 0;
  }
  const tiny = 1e-300;
  return known(column.pValue) ? Math.log10((column.threshold + tiny) / (column.score + tiny)) : column.score / (column.threshold || tiny);
}

/** Worst first: drifted before not, then by effect size, which means the same for every test. */
export const worstFirst = (columns) =>
  [...columns].sort(
    (a, b) => Number(b.drifted) - Number(a.drifted) || Math.abs(b.effectSize ?? 0) - Math.abs(a.effectSize ?? 0) || excess(b) - excess(a),
  );

const statistic = (column) =>
  known(column.score)
    ? `${testName(column.test)}: ${known(column.pValue) ? 'p = ' : ''}${number(column.score)}${known(column.threshold) ? `, threshold ${given(column.threshold)}` : ''}`
    : (column.message ?? 'not tested');

function aside(column) {
  const moved = (column.currentMissing ?? 0) - (column.referenceMissing ?? 0);
  return [
    known(column.effectSize) ? `effect ${number(column.effectSize)}` : null,
    Math.abs(moved) > 0.001 ? `missing ${percent(column.referenceMissing)} \u2192 ${percent(column.currentMissing)}` : null,
  ]
    .filter(Boolean)
    .join(' \u00b7 ');
}

/** Shares by category, the rest of them as one. */
function categories(column) {
  const total = (values) => values.reduce((sum, v) => sum + v.count, 0) || 1;
  const [before, after] = [column.referenceCounts ?? [], column.currentCounts ?? []];
  const [all, now] = [total(before), total(after)];
  const current = new Map(after.map((v) => [v.value, v.count]));
  const known = new Set(before.map((v) => v.value));
  const fresh = after.filter((v) => !known.has(v.value)).map((v) => ({ value: v.value, count: 0 }));
  const rows = [...before, ...fresh].map((v) => ({ value: v.value, reference: v.count / all, current: (current.get(v.value) ?? 0) / now }));
  const rest = rows.slice(BARS);
  const sum = (field) => rest.reduce((s, r) => s + r[field], 0);
  return rest.length > 1
    ? [...rows.slice(0, BARS), { value: `${rest.length} others`, reference: sum('reference'), current: sum('current') }]
    : rows;
}

function chartOf(column) {
  if (column.referenceHistogram && column.currentHistogram) {
    const axis = column.type === 'date' || column.type === 'timestamp' ? epochDay : tick;
    return numericDrift({ reference: column.referenceHistogram, current: column.currentHistogram, tick: axis, percent });
  }
  const rows = categories(column);
  return rows.length > 0 ? categoryDrift({ rows, percent }) : null;
}

function card(column) {
  const chart = chartOf(column);
  const look = column.drifted ? { ...outcomeLook('FAILED'), word: 'drifted' } : { ...outcomeLook('PASSED'), word: 'no drift' };
  return el(
    'li',
    { class: `cd4ml-card${column.drifted ? ' cd4ml-drifted' : ''}` },
    el(
      'h4',
      {},
      mark(look),
      ' ',
      bdi(column.column),
      column.role === 'feature' || column.role === column.column ? null : el('span', { class: 'cd4ml-aside' }, column.role),
    ),
    el('p', { class: 'cd4ml-note' }, statistic(column)),
    el('p', { class: 'cd4ml-note' }, aside(column) || '\u00a0'),
    chart ? plot({ summary: column.message ?? statistic(column), chart }) : el('p', { class: 'cd4ml-empty' }, 'No values to show.'),
    column.newCategories?.length > 0
      ? el(
          'p',
          { class: 'cd4ml-note' },
          'New: ',
          column.newCategories.slice(0, 5).map((c, i) => [i > 0 ? ', ' : '', bdi(c)]),
          column.newCategories.length > 5 ? ` and ${column.newCategories.length - 5} more` : '',
        )
      : null,
  );
}

const cards = (columns) => el('ul', { class: 'cd4ml-cards' }, columns.map(card));

const COLUMNS = [
  { title: 'Column' },
  { title: 'Drift' },
  { title: 'Test' },
  { title: 'Score', numeric: true },
  { title: 'Threshold', numeric: true },
  { title: 'Effect', numeric: true },
  { title: 'Missing before', numeric: true },
  { title: 'Missing now', numeric: true },
];

const figures = (columns) =>
  table(
    'Drift by column',
    COLUMNS,
    columns.map((c) => [
      bdi(c.column),
      c.drifted ? 'yes' : 'no',
      testName(c.test ?? ''),
      number(c.score),
      given(c.threshold),
      number(c.effectSize),
      percent(c.referenceMissing),
      percent(c.currentMissing),
    ]),
    { wide: true },
  );

/** What `checkDrift` found. */
export function drift(detail) {
  const columns = worstFirst(detail.columns);
  const drifted = columns.filter((c) => c.drifted);
  const still = columns.filter((c) => !c.drifted && c.test != null);
  const open = columns.filter((c) => !c.drifted && c.test == null);
  return [
    facts([
      [
        'Drifted',
        `${count(detail.driftedColumns)} of ${counted(detail.testedColumns, 'column')} (${percent(detail.share)}); the data set has drifted from ${percent(detail.shareThreshold)} on`,
      ],
      ['Reference', [code(shortDigest(detail.reference), detail.reference), `, ${counted(detail.referenceRows, 'row')}`]],
      ['Current', [code(shortDigest(detail.current), detail.current), `, ${counted(detail.currentRows, 'row')}`]],
      ['Tests', `preset ${detail.preset}`],
      ['Model', detail.model && [bdi(detail.model.model), ', ', versionOf(detail.model)]],
    ]),
    drifted.length > 0 || detail.prediction
      ? key([
          ['reference', 'reference'],
          ['current', 'current'],
        ])
      : null,
    detail.prediction ? [el('h3', {}, 'Predictions'), cards([detail.prediction])] : null,
    drifted.length > 0
      ? [el('h3', {}, 'Drifted columns, the worst first'), firstOf(drifted, SHOWN, cards, (n) => `${count(n)} more drifted columns`)]
      : null,
    still.length > 0
      ? folded(
          `${counted(still.length, 'column')} without drift`,
          key([
            ['reference', 'reference'],
            ['current', 'current'],
          ]),
          cards(still),
        )
      : null,
    open.length > 0
      ? folded(
          `${counted(open.length, 'column')} not judged`,
          el(
            'ul',
            {},
            open.map((c) => el('li', {}, bdi(c.column), c.message ? [': ', bdi(c.message)] : null)),
          ),
        )
      : null,
    columns.length > 0 ? folded('Figures', figures(columns)) : el('p', { class: 'cd4ml-empty' }, 'No column could be tested.'),
  ];
}
