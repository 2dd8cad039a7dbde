import { COLOURS } from '../charts/style.js';
import { learningChart } from '../charts/learning.js';
import { bdi, code, el, folded } from './dom.js';
import { count, duration, known, number, shortDigest, tick } from './format.js';
import { isShare, metricName } from './names.js';
import { plot } from './plot.js';
import { facts, table } from './table.js';

const HUES = [COLOURS.candidate, COLOURS.second, COLOURS.third];

const hasValues = (line) => line.values.some(known);

function curve(title, axis, lines, detail) {
  const drawn = lines.filter(hasValues).map((line) => ({ ...line, values: line.values.map((v) => (known(v) ? v : null)) }));
  if (drawn.length === 0) {
    return null;
  }
  const best = detail.bestEpoch;
  return plot({
    title,
    summary: `${title} over ${detail.epochs.length} epochs; epoch ${best} was kept`,
    chart: learningChart({ lines: drawn, epochs: detail.epochs.map((e) => e.epoch), best, axis, format: number, tick }),
  });
}

function curves(detail) {
  const epochs = detail.epochs;
  const names = [...new Set(epochs.flatMap((e) => Object.keys(e.metrics ?? {})))].filter((n) => n !== 'log_loss');
  const metric = (name, i) => ({ name: metricName(name), colour: HUES[i % HUES.length], values: epochs.map((e) => e.metrics?.[name]) });
  const shares = names.filter(isShare).slice(0, 3);
  return [
    curve('Loss', 'loss', [
      { name: 'training', colour: COLOURS.second, values: epochs.map((e) => e.trainLoss), dashed: true },
      { name: 'validation', colour: COLOURS.candidate, values: epochs.map((e) => e.validationLoss) },
    ], detail),
    shares.length > 0 ? curve('On the validation rows', 'share', shares.map(metric), detail) : null,
    names.filter((n) => !isShare(n)).slice(0, 2).map((name) => curve(`${metricName(name)} on the validation rows`, metricName(name), [metric(name, 0)], detail)),
  ];
}

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
    detail.epochs.length > 0 ? [el('div', { class: 'cd4ml-grid' }, curves(detail)), folded('Figures', epochTable(detail))] : el('p', { class: 'cd4ml-empty' }, 'No epoch was trained.'),
    folded(`${count(detail.features.length)} features`, table('Features', FEATURES, detail.features.map((f) => [bdi(f.column), f.type, bdi(f.preparation), count(f.inputs)]))),
    folded('Hyperparameters', facts(Object.entries(detail.hyperparameters ?? {}).map(([name, value]) => [name, value == null ? null : code(setting(value))]))),
  ];
}
