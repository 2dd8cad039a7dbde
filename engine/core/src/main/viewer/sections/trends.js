import { trendChart } from '../charts/trend.js';
import { bdi, el } from './dom.js';
import { bytes, count, duration, estimate, exactTime, given, known, number, percent, tick } from './format.js';
import { isShare, metricName, STAGES } from './names.js';
import { plot } from './plot.js';
import { table } from './table.js';

/** What figures of the stages are called that are no metrics. */
const NAMES = {
  versionData: { rows: 'Rows', bytes: 'Size of the data', files: 'Files' },
  trainModel: {
    seconds: 'Training time',
    epochs: 'Epochs',
    best_epoch: 'Best epoch',
    train_loss: 'Training loss',
    validation_loss: 'Validation loss',
  },
  packageModel: { bytes: 'Size of the package' },
  deployCanary: { requests: 'Requests to the candidate', errors: 'Errors', p95_millis: 'p95 latency', accuracy: 'Accuracy', rmse: 'RMSE' },
  checkDrift: { share: 'Drifted share', drifted_columns: 'Drifted columns', tested_columns: 'Tested columns' },
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
  return COUNTS.has(figure)
    ? { format: count, axis: 'number', floor: 0 }
    : isShare(figure)
      ? { format: number, axis: 'share', floor: 0, ceiling: 1 }
      : { format: number, axis: metricName(figure) };
}

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

/** The figures of each stage, in the order in which the server has them: the most telling first. */
export const byStage = (figures) =>
  STAGES.map(({ step, title }) => ({ title, figures: figures.filter((figure) => figure.stage === step) })).filter(
    (stage) => stage.figures.length > 0,
  );

const beyond = (series, value, threshold) =>
  known(threshold) && (series.stage === 'checkDrift' || /^(log_loss|rmse|mae)/.test(series.figure) ? value > threshold : value < threshold);

/** More labels than this would stand on each other: the tip and the table name them all the same. */
const MOST_NAMED = 8;
const MOST_NAMED_SMALL = 3;

/** More upright lines than this would hide the figure: then the builds' points have the champion's colour instead. */
const MOST_LINES = 24;
const MOST_LINES_SMALL = 12;

/** One mark a build, named after the version that served there in the end. */
const takeovers = (champions) => new Map(champions.map(({ build, version }) => [build, version]));

/** Whether the champions are too many for lines. */
export const areMany = (champions, small = false) => takeovers(champions).size > (small ? MOST_LINES_SMALL : MOST_LINES);

function marksOf(champions, small) {
  const last = takeovers(champions);
  const named = last.size <= (small ? MOST_NAMED_SMALL : MOST_NAMED);
  return areMany(champions, small) ? [] : [...last].map(([x, version]) => ({ x, label: named ? `v${version}` : '' }));
}

/** "version 3 became the champion of production (amy)"; names the model where the job makes several. */
function took({ version, model, environment, back, by }, several) {
  const what = several && model ? `${model} version ${version}` : `version ${version}`;
  const where = environment ? ` of ${environment}` : '';
  return `${what} ${back ? 'became the champion again' : 'became the champion'}${where}${by ? ` (${by})` : ''}`;
}

function takenAt(champions, build) {
  const several = new Set(champions.map((champion) => champion.model)).size > 1;
  return champions.filter((champion) => champion.build === build).map((champion) => took(champion, several));
}

/**
 * A figure over the builds.
 *
 * @param trend `{ builds: [{ number, name, url, time }], champions }`
 * @param series a figure with its `points`: `[build's index, value, lower, upper, threshold]`
 * @param withTable whether the same figures stand below as a table with links to the builds
 */
export function trendPlot(trend, series, { withTable = false, titled = true, small = false }) {
  const { format, axis, floor, ceiling } = unitOf(series.figure);
  const text = (p) => (known(p.lower) && format === number ? estimate(p.value, p) : format(p.value));
  const coloured = areMany(trend.champions, small) ? takeovers(trend.champions) : new Map();
  const points = series.points.map(([x, value, lower, upper, threshold]) => ({
    x,
    value,
    lower,
    upper,
    threshold,
    bad: beyond(series, value, threshold),
    tookOver: coloured.has(x),
    href: trend.builds[x].url,
  }));
  const last = points.at(-1);
  return plot({
    title: titled ? shortName(series) : null,
    summary: `${seriesName(series)} over ${points.length} builds; last ${text(last)} in ${trend.builds[last.x].name}${known(last.threshold) ? `, threshold ${given(last.threshold)}` : ''}`,
    chart: trendChart({
      points,
      marks: marksOf(trend.champions, small),
      axis: { x: 'build', y: small ? '' : axis },
      describe: (point) => tipOf(trend, point, text),
      tick: format === number || format === count ? tick : format,
      label: (x) => (trend.builds[x] ? `#${trend.builds[x].number}` : ''),
      range: { floor, ceiling },
      whole: COUNTS.has(series.figure),
      small,
    }),
    data: withTable ? figures(trend, series, points, format) : null,
  });
}

function tipOf(trend, point, text) {
  const build = trend.builds[point.x];
  return [
    `${build.name}, ${exactTime(new Date(build.time).toISOString())}`,
    text(point),
    ...(known(point.threshold) ? [`threshold ${given(point.threshold)}`] : []),
    ...takenAt(trend.champions, point.x),
  ].join('\n');
}

const COLUMNS = [
  { title: 'Build' },
  { title: 'Started' },
  { title: 'Value', numeric: true },
  { title: 'Interval', numeric: true },
  { title: 'Threshold', numeric: true },
  { title: 'Champion' },
];

/** The newest build first. */
function figures(trend, series, points, format) {
  const rows = [...points].reverse().map((p) => {
    const build = trend.builds[p.x];
    const time = new Date(build.time).toISOString();
    return [
      el('a', { href: build.url }, bdi(build.name)),
      el('time', { datetime: time }, exactTime(time)),
      format(p.value),
      known(p.lower) && known(p.upper) ? `${format(p.lower)} \u2026 ${format(p.upper)}` : '',
      known(p.threshold) ? `${p.bad ? '\u2717 ' : ''}${given(p.threshold)}` : '',
      takenAt(trend.champions, p.x).join('; '),
    ];
  });
  return table(seriesName(series), COLUMNS, rows, { wide: true });
}
