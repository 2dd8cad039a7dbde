import { COLOURS } from '../charts/style.js';
import { histogramChart } from '../charts/histogram.js';
import { intervalsChart } from '../charts/intervals.js';
import { calibration } from './calibration.js';
import { confusion } from './confusion.js';
import { champions } from './champions.js';
import { bdi, el } from './dom.js';
import { evidence } from './evidence.js';
import { fairness } from './fairness.js';
import { count, counted, estimate, known, number, tick } from './format.js';
import { contributions, importance } from './importance.js';
import { isShare, metricName, metricTitle } from './names.js';
import { plot } from './plot.js';
import { reuse } from './reuse.js';
import { firstOf, table } from './table.js';

const METRICS = [{ title: 'Metric' }, { title: 'Estimate', numeric: true }, { title: 'n', numeric: true }];
const SHARE = { floor: 0, ceiling: 1 };

const chartRow = (metric, label, gate) => ({
  label,
  text: estimate(metric.value, metric.interval),
  value: metric.value,
  lower: metric.interval?.lower,
  upper: metric.interval?.upper,
  threshold: gate?.threshold,
  comparison: gate?.comparison,
});

/** The gate that holds this metric against a threshold, by the gate's name: `recall for malignant >= 0.95`. */
function gateOf(metric, checks) {
  const name = metric.label == null ? metric.name : `${metric.name} for ${metric.label}`;
  return checks.find(
    (c) => c.group === 'gate' && known(c.threshold) && ['>=', '<=', '>', '<'].some((sign) => c.name.startsWith(`${name} ${sign} `)),
  );
}

function overall(metrics, checks) {
  const rows = metrics.filter((m) => isShare(m.name) && known(m.value)).map((m) => chartRow(m, metricTitle(m), gateOf(m, checks)));
  const all = table(
    'Metrics',
    METRICS,
    metrics.map((m) => [bdi(metricTitle(m)), estimate(m.value, m.interval), count(m.sampleSize)]),
    { visible: rows.length === 0 },
  );
  return rows.length === 0
    ? all
    : plot({
        title: 'Metrics with their intervals',
        summary: rows.map((r) => `${r.label} ${r.text}`).join('; '),
        chart: intervalsChart({ rows, axis: 'share', format: tick, range: SHARE }),
        data: all,
      });
}

function perClass(metrics, checks, matrix) {
  const names = ['recall', 'precision', 'f1'].filter((name) => metrics.some((m) => m.name === name));
  const labels = [...new Set(metrics.map((m) => m.label))];
  const of = (name, label) => metrics.find((m) => m.name === name && m.label === label);
  const rows = new Map(matrix?.labels.map((label, i) => [label, matrix.counts[i].reduce((sum, n) => sum + n, 0)]));
  const rowsOf = (label) => rows.get(label) ?? 0;
  labels.sort((a, b) => rowsOf(b) - rowsOf(a));
  const data = table(
    'Metrics by class',
    [{ title: 'Class' }, ...names.map((n) => ({ title: metricName(n), numeric: true })), { title: 'rows', numeric: true }],
    labels.map((label) => [
      bdi(label),
      ...names.map((n) => estimate(of(n, label)?.value, of(n, label)?.interval)),
      rows.has(label) ? count(rowsOf(label)) : '',
    ]),
  );
  return el(
    'div',
    { class: 'cd4ml-grid cd4ml-thirds' },
    names.map((name, index) => {
      const shown = labels.filter((label) => known(of(name, label)?.value)).slice(0, 20);
      return shown.length === 0
        ? null
        : plot({
            title: `${metricName(name)} by class`,
            summary: shown.map((label) => `${label} ${estimate(of(name, label).value, of(name, label).interval)}`).join('; '),
            chart: intervalsChart({
              rows: shown.map((label) => chartRow(of(name, label), label, gateOf(of(name, label), checks))),
              axis: 'share',
              format: tick,
              range: SHARE,
            }),
            data: index === 0 ? data : null,
          });
    }),
  );
}

/** The main metric of a slice: the first one of the whole. */
function slices(all, overallMetrics) {
  const lead = overallMetrics.find((m) => all.some((s) => s.metrics.some((x) => x.name === m.name && x.label == null)));
  const of = (slice, name) => slice.metrics.find((m) => m.name === name && m.label == null);
  const names = [...new Set(all.flatMap((s) => s.metrics.filter((m) => m.label == null).map((m) => m.name)))];
  const label = (s) => `${s.column}: ${s.value}`;
  const data = table(
    'Metrics by slice',
    [{ title: 'Slice' }, { title: 'n', numeric: true }, ...names.map((n) => ({ title: metricName(n), numeric: true }))],
    all.map((s) => [bdi(label(s)), count(s.rows), ...names.map((n) => estimate(of(s, n)?.value, of(s, n)?.interval))]),
  );
  const charts = (some) =>
    plot({
      title: `${metricName(lead.name)} by slice`,
      summary: some.map((s) => `${label(s)} ${estimate(of(s, lead.name)?.value, of(s, lead.name)?.interval)}`).join('; '),
      note: `The whole: ${estimate(lead.value, lead.interval)}, the upright line.`,
      chart: intervalsChart({
        rows: some.map((s) => ({ ...chartRow(of(s, lead.name) ?? {}, label(s)), threshold: lead.value, colour: COLOURS.candidate })),
        axis: metricName(lead.name),
        format: tick,
        range: isShare(lead.name) ? SHARE : {},
      }),
      data,
    });
  return lead ? firstOf(all, 30, charts, (n) => `${count(n)} more slices`) : data;
}

/** The metrics of a model where nothing else is known of its validation: of the whole, then by class. */
export function metrics(all, checks) {
  const labelled = all.filter((m) => m.label != null);
  return [
    overall(
      all.filter((m) => m.label == null),
      checks,
    ),
    labelled.length > 0 ? perClass(labelled, checks) : null,
  ];
}

/** What `validateModel` found. */
export function validate(detail, checks) {
  const whole = detail.metrics.filter((m) => m.label == null);
  const labelled = detail.metrics.filter((m) => m.label != null);
  return [
    el(
      'p',
      {},
      `Judged on ${counted(detail.rows, 'row')} of `,
      detail.split === 'all' ? 'the data' : `the ${detail.split} split`,
      detail.source ? ['; what was judged is ', bdi(detail.source), ', which was not trained here'] : null,
      '.',
    ),
    evidence(detail.evidence, detail.champion?.rows ?? detail.rows),
    champions(detail.evidence?.champions),
    reuse(detail.evidence?.reuse),
    el(
      'div',
      { class: 'cd4ml-grid' },
      overall(whole, checks),
      detail.confusion ? confusion(detail.confusion) : null,
      detail.residuals
        ? plot({
            title: 'Residuals',
            summary: 'Histogram of predicted minus actual',
            chart: histogramChart({ histogram: detail.residuals, axis: 'predicted minus actual', tick, format: number, zero: true }),
            data: table(
              'Residuals',
              [{ title: 'From' }, { title: 'To', numeric: true }, { title: 'Rows', numeric: true }],
              detail.residuals.counts.map((n, i) => [number(detail.residuals.edges[i]), number(detail.residuals.edges[i + 1]), count(n)]),
            ),
          })
        : null,
    ),
    labelled.length > 0 ? perClass(labelled, checks, detail.confusion) : null,
    detail.calibration || detail.importance || detail.contributions
      ? el(
          'div',
          { class: 'cd4ml-grid' },
          detail.calibration ? calibration(detail.calibration, whole) : null,
          detail.importance ? importance(detail.importance) : null,
          detail.contributions ? contributions(detail.contributions) : null,
        )
      : null,
    detail.fairness?.length > 0 ? fairness(detail.fairness) : null,
    detail.slices?.length > 0 ? slices(detail.slices, whole) : null,
  ];
}
