import { bdi, code, el, folded } from './dom.js';
import { count, duration, number, shortDigest } from './format.js';
import { learningCurves } from './learning.js';
import { metricName } from './names.js';
import { plot } from './plot.js';
import { facts, table } from './table.js';

function epochTable(detail) {
  const names = [...new Set(detail.epochs.flatMap((e) => Object.keys(e.metrics ?? {})))];
  const numeric = (title) => ({ title, numeric: true });
  return table(
    'Figures of every epoch',
    [{ title: 'Epoch' }, numeric('Training loss'), numeric('Validation loss'), ...names.map((n) => numeric(metricName(n))), numeric('Time')],
    detail.epochs.map((e) => [e.epoch === detail.bestEpoch ? el('strong', {}, `${e.epoch}, kept`) : String(e.epoch), number(e.trainLoss), number(e.validationLoss), ...names.map((n) => number(e.metrics?.[n])), duration(e.seconds)]),
  );
}

const setting = (value) => (Array.isArray(value) ? `[${value.join(', ')}]` : typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value));

const FEATURES = [{ title: 'Column' }, { title: 'Type' }, { title: 'Becomes' }, { title: 'Inputs', numeric: true }];

const IMPORTANCE = [{ title: 'Column' }, ...['Share of gain', 'Gain', 'Cover', 'Splits'].map((title) => ({ title, numeric: true }))];

function importance(detail) {
  const rows = detail.importance ?? [];
  return rows.length === 0
    ? null
    : folded(`Importance of ${count(rows.length)} columns`, table('Importance of the columns', IMPORTANCE, rows.map((one) => [bdi(one.column), number(one.share), number(one.gain), number(one.cover), count(one.splits)])));
}

/** What `trainModel` did. */
export function train(detail) {
  const rows = detail.rows ?? {};
  const reproduced = detail.reproduced == null ? null : detail.reproduced ? 'yes: a second training gave the same bits' : 'no: a second training gave other bits';
  return [
    facts([
      ['Algorithm', detail.algorithm],
      ['Task', [detail.task, ' of ', bdi(detail.target)]],
      ['Rows', Object.entries(rows).filter(([, n]) => n > 0).map(([split, n]) => `${split} ${count(n)}`).join(', ')],
      ['Parameters', count(detail.parameters)],
      ['Epochs', detail.epochs.length > 0 ? `${count(detail.epochs.length)}, the best was ${detail.bestEpoch}${detail.stoppedEarly ? ' (stopped early)' : ''}` : null],
      ['Time', duration(detail.seconds)],
      ['Parameters\u2019 SHA-256', detail.parametersSha256 && code(shortDigest(detail.parametersSha256), detail.parametersSha256)],
      ['Reproduced', reproduced],
    ]),
    detail.epochs.length > 0 ? [el('div', { class: 'cd4ml-grid' }, learningCurves(detail.epochs, detail.bestEpoch).map(plot)), folded('Figures', epochTable(detail))] : el('p', { class: 'cd4ml-empty' }, 'No epoch was trained.'),
    importance(detail),
    folded(`${count(detail.features.length)} features`, table('Features', FEATURES, detail.features.map((f) => [bdi(f.column), f.type, bdi(f.preparation), count(f.inputs)]))),
    folded('Hyperparameters', facts(Object.entries(detail.hyperparameters ?? {}).map(([name, value]) => [name, value == null ? null : code(setting(value))]))),
  ];
}
