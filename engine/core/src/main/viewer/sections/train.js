import { bdi, code, el, folded } from './dom.js';
import { count, duration, number, shortDigest } from './format.js';
import { learningCurves } from './learning.js';
import { metricName } from './names.js';
import { plot } from './plot.js';
import { facts, table } from './table.js';

/** What one pass over the rows is called; boosting adds a tree, or one for each class, in a round. */
const passOf = (detail) => (detail.algorithm === 'xgboost' ? 'round' : 'epoch');

const capital = (word) => word[0].toUpperCase() + word.slice(1);

function epochTable(detail, unit) {
  const names = [...new Set(detail.epochs.flatMap((e) => Object.keys(e.metrics ?? {})))];
  const numeric = (title) => ({ title, numeric: true });
  return table(
    `Figures of every ${unit}`,
    [
      { title: capital(unit) },
      numeric('Training loss'),
      numeric('Validation loss'),
      ...names.map((n) => numeric(metricName(n))),
      numeric('Time'),
    ],
    detail.epochs.map((e) => [
      e.epoch === detail.bestEpoch ? el('strong', {}, `${e.epoch}, kept`) : String(e.epoch),
      number(e.trainLoss),
      number(e.validationLoss),
      ...names.map((n) => number(e.metrics?.[n])),
      duration(e.seconds),
    ]),
  );
}

const setting = (value) =>
  Array.isArray(value) ? `[${value.join(', ')}]` : typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);

const FEATURES = [{ title: 'Column' }, { title: 'Type' }, { title: 'Becomes' }, { title: 'Inputs', numeric: true }];

const IMPORTANCE = [{ title: 'Column' }, ...['Share of gain', 'Gain', 'Cover', 'Splits'].map((title) => ({ title, numeric: true }))];

function importance(detail) {
  const rows = detail.importance ?? [];
  return rows.length === 0
    ? null
    : folded(
        `Importance of ${count(rows.length)} columns`,
        table(
          'Importance of the columns',
          IMPORTANCE,
          rows.map((one) => [bdi(one.column), number(one.share), number(one.gain), number(one.cover), count(one.splits)]),
        ),
      );
}

const spread = (one) => [number(one.mean), one.sd == null ? '' : ` \u00b1 ${number(one.sd)}`];
const FOLDS = ['Training rows', 'Rows judged'].map((title) => ({ title, numeric: true }));

function crossValidation(found) {
  if (found == null) {
    return null;
  }
  const names = found.metrics.map((one) => one.name);
  return [
    el('h3', {}, `Cross-validation in ${count(found.folds.length)} folds (${found.method}${found.column ? ` by ${found.column}` : ''})`),
    table(
      'Metrics over the folds',
      [{ title: 'Metric' }, { title: 'Mean \u00b1 standard deviation', numeric: true }, { title: 'Interval of the mean', numeric: true }],
      found.metrics.map((one) => [
        metricName(one.name),
        spread(one),
        one.interval ? `${number(one.interval.lower)} to ${number(one.interval.upper)}` : '',
      ]),
    ),
    folded(
      'Every fold',
      table(
        'Figures of every fold',
        [{ title: 'Fold' }, ...FOLDS, ...names.map((name) => ({ title: metricName(name), numeric: true }))],
        found.folds.map((fold) => [
          String(fold.fold),
          count(fold.trainRows),
          count(fold.rows),
          ...names.map((name) => number(fold.metrics?.[name])),
        ]),
      ),
    ),
  ];
}

const byValue = (search) => (a, b) =>
  (a.value == null) - (b.value == null) || (search.maximize ? b.value - a.value : a.value - b.value) || a.number - b.number;

function trials(search) {
  if (search == null) {
    return null;
  }
  const keys = [...new Set(search.trials.flatMap((one) => Object.keys(one.settings)))];
  const best = search.trials.find((one) => one.number === search.best);
  return [
    el('h3', {}, `Search: ${count(search.trials.length)} trials (${search.method})`),
    facts([
      ['Best trial', `${search.best}, ${metricName(search.metric)} ${number(best?.value)}`],
      ['Judged by', search.on === 'crossValidation' ? 'cross-validation' : 'the validation rows'],
      ['Ended early', search.stopped],
    ]),
    folded(
      'Every trial, the best first',
      table(
        'Trials',
        [
          { title: 'Trial' },
          ...keys.map((title) => ({ title })),
          { title: metricName(search.metric), numeric: true },
          { title: 'Time', numeric: true },
        ],
        [...search.trials]
          .sort(byValue(search))
          .map((one) => [
            one.number === search.best ? el('strong', {}, `${one.number}, best`) : String(one.number),
            ...keys.map((key) => code(typeof one.settings[key] === 'number' ? number(one.settings[key]) : setting(one.settings[key]))),
            one.problem ? bdi(one.problem) : number(one.value),
            duration(one.seconds),
          ]),
      ),
    ),
  ];
}

/** What `trainModel` did. */
export function train(detail) {
  const rows = detail.rows ?? {};
  const unit = passOf(detail);
  const reproduced =
    detail.reproduced == null
      ? null
      : detail.reproduced
        ? 'yes: a second training gave the same bits'
        : 'no: a second training gave other bits';
  return [
    facts([
      ['Algorithm', detail.algorithm],
      ['Task', [detail.task, ' of ', bdi(detail.target)]],
      [
        'Rows',
        Object.entries(rows)
          .filter(([, n]) => n > 0)
          .map(([split, n]) => `${split} ${count(n)}`)
          .join(', '),
      ],
      ['Parameters', count(detail.parameters)],
      [
        `${capital(unit)}s`,
        detail.epochs.length > 0
          ? `${count(detail.epochs.at(-1).epoch)}, the best was ${detail.bestEpoch}${detail.stoppedEarly ? ' (stopped early)' : ''}`
          : null,
      ],
      [detail.search || detail.crossValidation ? 'Time of the model itself' : 'Time', duration(detail.seconds)],
      ['Parameters\u2019 SHA-256', detail.parametersSha256 && code(shortDigest(detail.parametersSha256), detail.parametersSha256)],
      ['Reproduced', reproduced],
    ]),
    detail.epochs.length > 0
      ? [
          el('div', { class: 'cd4ml-grid' }, learningCurves(detail.epochs, detail.bestEpoch, unit).map(plot)),
          folded('Figures', epochTable(detail, unit)),
        ]
      : el('p', { class: 'cd4ml-empty' }, `No ${unit} was trained.`),
    trials(detail.search),
    crossValidation(detail.crossValidation),
    importance(detail),
    folded(
      `${count(detail.features.length)} features`,
      table(
        'Features',
        FEATURES,
        detail.features.map((f) => [bdi(f.column), f.type, bdi(f.preparation), count(f.inputs)]),
      ),
    ),
    folded(
      'Hyperparameters',
      facts(Object.entries(detail.hyperparameters ?? {}).map(([name, value]) => [name, value == null ? null : code(setting(value))])),
    ),
  ];
}
