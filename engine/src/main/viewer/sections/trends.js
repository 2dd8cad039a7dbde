import { trendChart } from '../charts/trend.js';
import { bdi, el } from './dom.js';
import { bytes, count, duration, estimate, exactTime, given, known, number, percent, tick } from './format.js';
import { isShare, metricName, STAGES } from './names.js';
import { plot } from './plot.js';
import { table } from './table.js';

/** What figures of the stages are called that are no metrics. */
const NAMES = {
  versionData: { rows: 'Rows', bytes: 'Size of the data', files: 'Files' },
  trainModel: { seconds: 'Training time', epochs: 'Epochs', best_epoch: 'Best epoch', train_loss: 'Training loss', validation_loss: 'Validation loss' },
  packageModel: { bytes: 'Size of the package' },
  deployCanary: { requests: 'Requests to the candidate', errors: 'Errors', p95_millis: 'p95 latency', accuracy: 'Accuracy', rmse: 'RMSE' },
  checkDrift: { share: 'Drifted share', drifted_columns: 'Drifted columns', tested_columns: 'Tested columns' },
};

/** What a stage is looked at for, the most telling first. */
const FIRST = {
  versionData: ['rows', 'bytes'],
  trainModel: ['seconds', 'validation_loss'],
  validateModel: ['accuracy', 'f1_macro', 'balanced_accuracy', 'roc_auc', 'r2', 'rmse', 'mae', 'log_loss'],
  packageModel: ['bytes'],
  deployCanary: ['p95_millis', 'errors'],
  checkDrift: ['share', 'drifted_columns'],
};

const UNITS = {
  bytes: { format: bytes, axis: 'size', floor: 0 },
  seconds: { format: duration, axis: 'time', floor: 0 },
  p95_millis: { format: (value) => `${number(value)}\u202fms`, axis: 'milliseconds', floor: 0 },
  share: { format: percent, axis: 'share of the columns', floor: 0, ceiling: 1 },
};
const COUNTS = new Set(['rows', 'files', 'epochs', 'best_epoch', 'requests', 'errors', 'drifted_columns', 'tested_columns']);

const own = (map, key) => (map && Object.hasOwn(map, key) ? map[key] : undefined);

function unitOf(figure) {
  const unit = own(UNITS, figure);
  if (unit) {
    return unit;
  }
  return COUNTS.has(figure) ? { format: count, axis: 'number', floor: 0 } : isShare(figure) ? { format: number, axis: 'share', floor: 0, ceiling: 1 } : { format: number, axis: metricName(figure) };
}

/** Tells one series from the others, in an address or in the browser's memory. */
export const keyOf = (series) => [series.stage, series.figure, series.run ?? '', series.ordinal > 1 ? series.ordinal : ''].join(':').replace(/:+$/, '');

/** "Recall, rain". */
export function figureName({ stage, figure }) {
  const plainName = own(own(NAMES, stage), figure);
  if (plainName) {
    return plainName;
  }
  const dot = figure.indexOf('.');
  return dot < 0 ? metricName(figure) : `${metricName(figure.slice(0, dot))}, ${figure.slice(dot + 1)}`;
}

/** "Accuracy (linear 2)". */
export function shortName(series) {
  const which = [series.run, series.ordinal > 1 ? series.ordinal : null].filter((part) => part != null).join(' ');
  return `${figureName(series)}${which ? ` (${which})` : ''}`;
}

/** "Validation: Accuracy (linear 2)". */
export const seriesName = (series) => `${STAGES.find((s) => s.step === series.stage)?.title ?? series.stage}: ${shortName(series)}`;

const perClass = (series) => series.figure.includes('.');
const has = (series, column) => series.points.some((point) => known(point[column]));

function rank(series) {
  const order = own(FIRST, series.stage) ?? [];
  const at = order.indexOf(series.figure);
  return (has(series, 4) ? 0 : 100) + (at < 0 ? 50 : at) + (perClass(series) ? 25 : 0);
}

/** The series of each stage, the most telling first; in the order of the stages. */
export const byStage = (trend) =>
  STAGES.map(({ step, title }) => ({
    title,
    series: trend.series.filter((s) => s.stage === step).sort((a, b) => rank(a) - rank(b) || keyOf(a).localeCompare(keyOf(b))),
  })).filter((stage) => stage.series.length > 0);

/** What stands first where nobody has chosen: how good the model is, else whether its data drifts, else how the data grows. */
export function firstSeries(trend) {
  const stages = ['validateModel', 'checkDrift', 'trainModel', 'versionData', 'deployCanary', 'packageModel'];
  const all = byStage(trend).flatMap((stage) => stage.series);
  return stages.map((step) => all.find((s) => s.stage === step)).find(Boolean);
}

const beyond = (series, value, threshold) => known(threshold) && (series.stage === 'checkDrift' || /^(log_loss|rmse|mae)/.test(series.figure) ? value > threshold : value < threshold);

/** More labels than this would stand on each other: the tip and the table name them all the same. */
const MOST_NAMED = 8;

/**
 * A figure over the builds.
 *
 * @param trend the server's answer
 * @param root where Jenkins is
 * @param withTable whether the same figures stand below as a table with links to the builds
 */
export function trendPlot(trend, series, { root, withTable = false, titled = true, small = false }) {
  const { format, axis, floor, ceiling } = unitOf(series.figure);
  const text = (p) => (known(p.lower) && format === number ? estimate(p.value, p) : format(p.value));
  const points = series.points.map(([x, value, lower, upper, threshold]) => ({
    x,
    value,
    lower,
    upper,
    threshold,
    bad: beyond(series, value, threshold),
    href: root + trend.builds[x].url,
  }));
  const last = points.at(-1);
  return plot({
    title: titled ? shortName(series) : null,
    summary: `${seriesName(series)} over ${points.length} builds; last ${text(last)} in ${trend.builds[last.x].name}${known(last.threshold) ? `, threshold ${given(last.threshold)}` : ''}`,
    chart: trendChart({
      points,
      marks: trend.champions.map(({ build, version }) => ({ x: build, label: trend.champions.length <= (small ? 3 : MOST_NAMED) ? `v${version}` : '' })),
      axis: { x: 'build', y: small ? '' : axis },
      tell: (point) => tipOf(trend, point, text),
      tick: format === number || format === count ? tick : format,
      label: (x) => (trend.builds[x] ? `#${trend.builds[x].number}` : ''),
      range: { floor, ceiling },
      whole: COUNTS.has(series.figure),
      small,
    }),
    data: withTable ? figures(trend, series, points, format, root) : null,
  });
}

function tipOf(trend, point, text) {
  const build = trend.builds[point.x];
  const serving = trend.champions.filter((c) => c.build === point.x).map((c) => `version ${c.version} became the champion`);
  return [
    `${build.name}, ${exactTime(new Date(build.time).toISOString())}`,
    text(point),
    ...(known(point.threshold) ? [`threshold ${given(point.threshold)}`] : []),
    ...serving,
  ].join('\n');
}

const COLUMNS = [{ title: 'Build' }, { title: 'Started' }, { title: 'Value', numeric: true }, { title: 'Interval', numeric: true }, { title: 'Threshold', numeric: true }, { title: 'Champion' }];

/** The newest build first. */
function figures(trend, series, points, format, root) {
  const champions = new Map(trend.champions.map((c) => [c.build, c.version]));
  const rows = [...points].reverse().map((p) => {
    const build = trend.builds[p.x];
    const time = new Date(build.time).toISOString();
    return [
      el('a', { href: root + build.url }, bdi(build.name)),
      el('time', { datetime: time }, exactTime(time)),
      format(p.value),
      known(p.lower) && known(p.upper) ? `${format(p.lower)} \u2026 ${format(p.upper)}` : '',
      known(p.threshold) ? `${p.bad ? '\u2717 ' : ''}${given(p.threshold)}` : '',
      champions.has(p.x) ? `version ${champions.get(p.x)} from here on` : '',
    ];
  });
  return table(seriesName(series), COLUMNS, rows, { wide: true });
}
