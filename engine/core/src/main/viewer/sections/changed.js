import { COLOURS } from '../charts/style.js';
import { intervalsChart } from '../charts/intervals.js';
import { bdi, code, el } from './dom.js';
import { count, counted, difference, estimatedDifference, number, shortDigest, tick } from './format.js';
import { isShare, metricTitle } from './names.js';
import { plot } from './plot.js';
import { firstOf, table } from './table.js';

/** Which version of which model: "version 3", or the start of its digest. */
export function versionOf(reference) {
  return reference == null
    ? 'none'
    : reference.version == null
      ? code(shortDigest(reference.digest ?? reference.model), reference.digest)
      : `version ${reference.version}`;
}

const MOST = 6;

const sure = (d) => d.interval != null && (d.interval.lower > 0 || d.interval.upper < 0);
const verdictOf = (d) => (!sure(d) ? 'no clear difference' : d.difference > 0 === d.higherIsBetter ? 'better' : 'worse');

/**
 * Candidate minus champion, the biggest first, figures of one unit on one axis; all of them in the table behind. A difference
 * without an interval rests on too few rows to lead.
 */
export function differences(comparison) {
  const size = (d) => Math.abs(d.difference);
  const sorted = [...comparison.differences].sort((a, b) => Number(a.interval == null) - Number(b.interval == null) || size(b) - size(a));
  const groups = [
    { axis: 'candidate minus champion', members: sorted.filter((d) => isShare(d.metric)).slice(0, MOST) },
    ...sorted
      .filter((d) => !isShare(d.metric))
      .map((d) => ({ axis: `${metricTitle({ name: d.metric, label: d.label })}, candidate minus champion`, members: [d] })),
  ].filter((group) => group.members.length > 0);
  const columns = [
    { title: 'Metric' },
    { title: 'Candidate', numeric: true },
    { title: 'Champion', numeric: true },
    { title: 'Difference', numeric: true },
    { title: '' },
  ];
  const rows = sorted.map((d) => [
    bdi(metricTitle({ name: d.metric, label: d.label })),
    number(d.candidate),
    number(d.champion),
    estimatedDifference(d.difference, d.interval),
    verdictOf(d),
  ]);
  return [
    groups.map((group, index) =>
      plot({
        title: index === 0 ? ['Against the champion, ', versionOf(comparison.champion)] : null,
        summary: group.members
          .map(
            (d) => `${metricTitle({ name: d.metric, label: d.label })} ${estimatedDifference(d.difference, d.interval)}, ${verdictOf(d)}`,
          )
          .join('; '),
        chart: intervalsChart({
          rows: group.members.map((d) => ({
            label: metricTitle({ name: d.metric, label: d.label }),
            text: `${estimatedDifference(d.difference, d.interval)} ${sure(d) ? verdictOf(d) : ''}`,
            value: d.difference,
            lower: d.interval?.lower,
            upper: d.interval?.upper,
            colour: COLOURS.candidate,
          })),
          axis: group.axis,
          format: tick,
          zero: true,
        }),
        data: index === groups.length - 1 ? table('Candidate against champion', columns, rows) : null,
      }),
    ),
    el(
      'p',
      { class: 'cd4ml-note' },
      `On ${counted(comparison.rows, 'row')} that neither was trained on`,
      comparison.excludedRows > 0 ? `; ${count(comparison.excludedRows)} left out because one of the two had seen them` : '',
      '.',
    ),
  ];
}

const CHANGE_COLUMNS = [{ title: 'Column' }, { title: 'Figure' }, { title: 'Before', numeric: true }, { title: 'Now', numeric: true }];

function listed(title, names) {
  return names?.length > 0
    ? el(
        'li',
        {},
        `${title}: `,
        names.slice(0, 8).map((name, i) => [i > 0 ? ', ' : '', bdi(name)]),
        names.length > 8 ? ` and ${names.length - 8} more` : '',
      )
    : null;
}

/** The data against an earlier version of it. */
export function dataChanges({ version, rows, diff }) {
  const delta = rows - diff.baselineRows;
  const changes = [
    ['New files', diff.addedFiles],
    ['Removed files', diff.removedFiles],
    ['Changed files', diff.changedFiles],
    ['Renamed files', diff.renamedFiles?.map((rename) => `${rename.from} \u2192 ${rename.to}`)],
    ['New columns', diff.addedColumns],
    ['Removed columns', diff.removedColumns],
  ];
  if (diff.baseline === version) {
    return el('p', {}, 'Data ', code(shortDigest(version), version), `: nothing changed, ${count(rows)} rows.`);
  }
  return [
    el(
      'p',
      {},
      'Data ',
      code(shortDigest(diff.baseline), diff.baseline),
      ' \u2192 ',
      code(shortDigest(version), version),
      `: ${count(rows)} rows, `,
      delta === 0 ? 'as many as before' : `${difference(delta)}`,
      '.',
    ),
    el(
      'ul',
      { class: 'cd4ml-changes' },
      changes.map(([title, names]) => listed(title, names)),
    ),
    diff.columns?.length > 0
      ? firstOf(
          diff.columns,
          5,
          (some) =>
            table(
              'Columns whose figures moved',
              CHANGE_COLUMNS,
              some.map((c) => [bdi(c.column), c.figure, bdi(c.before ?? '\u2013'), bdi(c.after ?? '\u2013')]),
              { visible: true },
            ),
          (n) => `${count(n)} more`,
        )
      : null,
  ];
}

/** What changed, against the champion and against the last data version. */
export function changed(results) {
  const detail = (step) => results.find((result) => result.stage === step)?.detail;
  const comparison = detail('validateModel')?.champion;
  const data = detail('versionData');
  if (!data && !detail('validateModel')) {
    return null;
  }
  return el(
    'section',
    { class: 'cd4ml-section', 'aria-labelledby': 'cd4ml-changed' },
    el('h2', { id: 'cd4ml-changed' }, 'What changed'),
    comparison?.differences?.length > 0
      ? differences(comparison)
      : comparison
        ? el(
            'p',
            {},
            'Not compared with the champion, ',
            versionOf(comparison.champion),
            comparison.reason ? [': ', bdi(comparison.reason)] : null,
            '.',
          )
        : detail('validateModel')
          ? el('p', {}, 'No champion to compare with: this is the first model here.')
          : null,
    data?.diff ? dataChanges(data) : data ? el('p', {}, 'No earlier data version to compare with.') : null,
  );
}
