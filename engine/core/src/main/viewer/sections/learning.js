import { COLOURS } from '../charts/style.js';
import { learningChart } from '../charts/learning.js';
import { known, number, tick } from './format.js';
import { isShare, metricName } from './names.js';

const HUES = [COLOURS.candidate, COLOURS.second, COLOURS.third];

const hasValues = (line) => line.values.some(known);

function curve(title, axis, lines, epochs, best, unit) {
  const drawn = lines.filter(hasValues).map((line) => ({ ...line, values: line.values.map((v) => (known(v) ? v : null)) }));
  return drawn.length === 0
    ? null
    : {
        title,
        summary: `${title} over ${epochs.at(-1)?.epoch ?? 0} ${unit}s${best == null ? '' : `; ${unit} ${best} was kept`}`,
        chart: learningChart({ lines: drawn, epochs: epochs.map((e) => e.epoch), best, axis, unit, format: number, tick }),
      };
}

/**
 * The plots of a training, as far as it has come: loss, then the metrics on the validation rows.
 *
 * @param best the epoch that was kept; null while it is not known
 * @param unit what one pass is called
 */
export function learningCurves(epochs, best = null, unit = 'epoch') {
  const names = [...new Set(epochs.flatMap((e) => Object.keys(e.metrics ?? {})))].filter((n) => n !== 'log_loss');
  const metric = (name, i) => ({ name: metricName(name), colour: HUES[i % HUES.length], values: epochs.map((e) => e.metrics?.[name]) });
  const shares = names.filter(isShare).slice(0, 3);
  return [
    curve(
      'Loss',
      'loss',
      [
        { name: 'training', colour: COLOURS.second, values: epochs.map((e) => e.trainLoss), dashed: true },
        { name: 'validation', colour: COLOURS.candidate, values: epochs.map((e) => e.validationLoss) },
      ],
      epochs,
      best,
      unit,
    ),
    shares.length > 0 ? curve('On the validation rows', 'share', shares.map(metric), epochs, best, unit) : null,
    ...names
      .filter((n) => !isShare(n))
      .slice(0, 2)
      .map((name) => curve(`${metricName(name)} on the validation rows`, metricName(name), [metric(name, 0)], epochs, best, unit)),
  ].filter((one) => one != null);
}
