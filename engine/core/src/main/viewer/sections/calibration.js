import { calibrationChart } from '../charts/calibration.js';
import { bdi, el } from './dom.js';
import { count, counted, estimate, number, tick } from './format.js';
import { key } from './key.js';
import { plot } from './plot.js';
import { table } from './table.js';

const COLUMNS = [
  { title: 'Probability' },
  { title: 'Rows', numeric: true },
  { title: 'Mean probability', numeric: true },
  { title: 'Observed share', numeric: true },
];

/** Predicted probabilities against observed shares: the reliability curve with the histogram of the predictions. */
export function calibration({ label, bins }, metrics) {
  const error = metrics.find((m) => m.name === 'ece' && m.label == null);
  const sentence = error ? `Calibration error ${estimate(error.value, error.interval)}.` : '';
  const range = (bin) => `${number(bin.from)} to ${number(bin.to)}`;
  const data = table(
    'Calibration',
    COLUMNS,
    bins.map((bin) => [range(bin), count(bin.rows), number(bin.predicted), number(bin.observed)]),
  );
  return el(
    'div',
    {},
    plot({
      title: 'Calibration',
      summary: `${sentence} ${bins
        .filter((bin) => bin.rows > 0)
        .map((bin) => `predicted ${number(bin.predicted)}, observed ${number(bin.observed)}, ${counted(bin.rows, 'row')}`)
        .join('; ')}`,
      note: [
        sentence,
        ' Above the dashed line the predictions are too low, below it too high',
        label == null ? '' : [' of ', bdi(label)],
        '.',
      ],
      chart: calibrationChart({
        bins,
        axis: label == null ? 'probability of the predicted class' : 'predicted probability',
        hit: label == null ? 'share that is right' : 'observed share',
        tick,
        describe: (bin) =>
          `predicted ${number(bin.predicted)}, observed ${number(bin.observed)}\n${counted(bin.rows, 'row')} from ${range(bin)}`,
      }),
      data,
    }),
    key([
      ['ideal', 'calibrated'],
      ['candidate', 'the model, with the 95 % interval of each share'],
    ]),
  );
}
