import { bdi, el } from './dom.js';
import { count, counted, given, known } from './format.js';
import { table } from './table.js';

const COLUMNS = [
  { title: 'Comparison' },
  { title: 'Smallest loss that these rows can exclude', numeric: true },
  { title: 'Rows that the gate needs', numeric: true },
  { title: 'An equal model passes', numeric: true },
];

/** Only where some gate has a better metric: an empty column takes the room of the others. */
const BETTER = { title: 'What would see more' };

/** A probability without a false certainty. */
const chance = (value) => (!known(value) ? '' : value < 0.005 ? 'below 0.01' : value >= 0.995 ? 'above 0.99' : value.toFixed(2));

/** A smallest margin, rounded up so that it still holds, as the sentences of the verdict have it. */
export function smallest(value) {
  if (value === 0) {
    return given(value);
  }
  const digits = Math.abs(value) < 0.1 ? 1 : 2;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - digits + 1);
  return given(Number((Math.ceil(Number((value / unit).toPrecision(12))) * unit).toPrecision(digits)));
}

/** A number of rows to three digits, as the sentences of the verdict have it. */
export const about = (rows) => count(Number(rows.toPrecision(3)));

/** Where a verdict's sentence goes from what is not known to what would settle it. */
const SETTLED = '; these rows can exclude';

/** What is not known, and what to look at: without what would settle it. */
export function unsettled(text) {
  const [what, rest] = text.split(SETTLED, 2);
  return rest === undefined ? text : what + (/; to look at: .*$/s.exec(rest)?.[0] ?? '');
}

/** What would settle a comparison: a list of ways, of which one is enough. */
export function ways(gate, rows) {
  const enough = [
    known(gate.rowsNeeded) ? `about ${about(gate.rowsNeeded)} test rows instead of ${count(rows)}` : null,
    known(gate.smallestLoss) ? `a margin of ${smallest(gate.smallestLoss)}, the smallest loss that these rows can exclude` : null,
    gate.better ? bdi(gate.better) : null,
  ].filter(Boolean);
  return [
    enough.length > 0 ? el('p', { class: 'cd4ml-note' }, 'One of these would settle it:') : null,
    enough.length > 0
      ? el(
          'ul',
          { class: 'cd4ml-note' },
          enough.map((way) => el('li', {}, way)),
        )
      : null,
    known(gate.passIfEqual) && gate.passIfEqual < 0.5
      ? el('p', { class: 'cd4ml-note' }, `On these rows even an equal model passes with probability ${chance(gate.passIfEqual)} only.`)
      : null,
  ];
}

/** What these rows could show, so that a person sees what is not known and what would settle it. */
export function evidence(found, rows) {
  if (!found?.gates?.length) {
    return null;
  }
  const all =
    known(found.passIfEqual) && found.gates.length > 1
      ? ` It passes all ${found.gates.length} with probability ${chance(found.passIfEqual)}.`
      : '';
  const better = found.gates.some((gate) => gate.better);
  return el(
    'div',
    { class: 'cd4ml-block' },
    el('h3', {}, 'What these rows can show'),
    el(
      'p',
      { class: 'cd4ml-note' },
      `A pass against another model is evidence: the whole interval of the difference is within the margin. On ${counted(rows, 'row')} a model that is exactly as good passes each comparison with the probability below; where that is small, more rows, a larger margin or a metric that sees more would settle it.${all}`,
    ),
    table(
      'What these rows can show',
      better ? [...COLUMNS, BETTER] : COLUMNS,
      found.gates.map((gate) => [
        bdi(gate.check),
        known(gate.smallestLoss) ? smallest(gate.smallestLoss) : '',
        known(gate.rowsNeeded) ? `about ${about(gate.rowsNeeded)}` : 'no number without a margin',
        chance(gate.passIfEqual),
        ...(better ? [gate.better ? bdi(gate.better) : ''] : []),
      ]),
    ),
  );
}
