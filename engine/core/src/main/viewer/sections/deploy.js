import { COLOURS } from '../charts/style.js';
import { canaryChart } from '../charts/canary.js';
import { niceRange } from '../charts/scale.js';
import { versionOf } from './changed.js';
import { bdi, code, el, mark } from './dom.js';
import { count, duration, known, number, percent, tick } from './format.js';
import { key } from './key.js';
import { outcomeLook } from './names.js';
import { plot } from './plot.js';
import { facts, table } from './table.js';

const share = (traffic) => (traffic && traffic.requests > 0 ? traffic.errors / traffic.requests : null);

/** Total variation distance between the classes that two versions predicted: 0 the same mix, 1 nothing in common. */
export function shift(candidate, champion) {
  const total = (traffic) => Object.values(traffic?.predictions ?? {}).reduce((sum, n) => sum + n, 0);
  const [a, b] = [total(candidate), total(champion)];
  if (a === 0 || b === 0) {
    return null;
  }
  const classes = new Set([...Object.keys(candidate.predictions), ...Object.keys(champion.predictions)]);
  return [...classes].reduce((sum, c) => sum + Math.abs((candidate.predictions[c] ?? 0) / a - (champion.predictions[c] ?? 0) / b), 0) / 2;
}

const both = (steps, read) => [
  { name: 'champion', colour: COLOURS.champion, values: steps.map((s) => read(s.champion)) },
  { name: 'candidate', colour: COLOURS.candidate, values: steps.map((s) => read(s.candidate)) },
];

/** The judge's check of this kind at each step: "50 %: error rate". */
const judgements = (steps, what) => steps.map((step) => (step.checks ?? []).find((check) => check.name.endsWith(`: ${what}`)));

/** The shift that the judge measured; where there was none, the total variation distance of what was predicted. */
function shifts(steps) {
  const judged = judgements(steps, 'prediction shift');
  const measured = judged.some((check) => known(check?.value));
  return {
    title: measured ? 'Shift of the predictions, as judged' : 'Shift of the predictions (total variation)',
    lines: [
      {
        name: 'shift',
        colour: COLOURS.second,
        values: measured ? judged.map((check) => check?.value) : steps.map((s) => shift(s.candidate, s.champion)),
      },
    ],
    limit: measured ? limitOf(judged) : undefined,
  };
}

const limitOf = (checks) => checks.find((check) => known(check?.threshold))?.threshold;

function panels(steps) {
  const percentTick = (value) => percent(value);
  const all = [
    {
      title: 'Traffic to the candidate',
      tick: (v) => `${v}\u202f%`,
      max: 100,
      lines: [{ name: 'candidate\u2019s weight', colour: COLOURS.candidate, values: steps.map((s) => s.weight), filled: true }],
      format: (v) => `${v}\u202f%`,
    },
    {
      title: 'Errors',
      tick: percentTick,
      lines: both(steps, share),
      most: 1,
      format: percent,
      limit: limitOf(judgements(steps, 'error rate')),
    },
    {
      title: 'Latency, 95th percentile',
      tick: (v) => `${tick(v)}\u202fms`,
      lines: both(steps, (t) => t?.p95Millis),
      format: (v) => `${number(v)}\u202fms`,
    },
    { ...shifts(steps), tick, format: number },
    { title: 'Mean prediction', tick, scale: true, lines: both(steps, (t) => t?.meanPrediction), format: number },
    { title: 'Accuracy', tick, scale: true, most: 1, lines: both(steps, (t) => t?.accuracy), format: number },
    { title: 'RMSE', tick, scale: true, lines: both(steps, (t) => t?.rmse), format: number },
  ];
  return all
    .map((panel) => ({ ...panel, lines: panel.lines.filter((line) => line.values.some(known)) }))
    .filter((panel) => panel.lines.length > 0)
    .map((panel) => (panel.max == null && (panel.most != null || !panel.scale) ? { ...panel, ...scaleOf(panel) } : panel));
}

/** An axis that shows the limit too. It starts at zero unless the panel is one of differences, and ends where no value can lie beyond. */
function scaleOf({ lines, limit, scale, most }) {
  const values = lines.flatMap((line) => line.values).filter(known);
  const { min, max, interval } = niceRange(scale ? values : [0, limit ?? 0, ...values], { floor: 0, ceiling: most }, 3);
  return { min, max, interval };
}

const endOf = (decision) => (decision === 'PROMOTED' ? 'promoted' : 'rolled back');

function stepTable(steps) {
  const numeric = (title) => ({ title, numeric: true });
  const pair = (step, read, format) =>
    [step.candidate, step.champion].map((t) => (t == null || !known(read(t)) ? '\u2013' : format(read(t)))).join(' / ');
  return table(
    'Steps of the roll-out: candidate / champion',
    [
      { title: 'Weight' },
      numeric('Lasted'),
      numeric('Requests'),
      numeric('Errors'),
      numeric('p50'),
      numeric('p95'),
      numeric('Accuracy'),
      { title: 'Judged' },
    ],
    steps.map((step) => [
      `${count(step.weight)}\u202f%`,
      duration((Date.parse(step.finished) - Date.parse(step.started)) / 1000),
      pair(step, (t) => t.requests, count),
      pair(step, (t) => t.errors, count),
      pair(
        step,
        (t) => t.p50Millis,
        (v) => `${number(v)}\u202fms`,
      ),
      pair(
        step,
        (t) => t.p95Millis,
        (v) => `${number(v)}\u202fms`,
      ),
      pair(step, (t) => t.accuracy, number),
      judgement(step.checks ?? []),
    ]),
    { visible: true, wide: true },
  );
}

/** The judge's verdict on one step: the worst of its checks. */
const worst = (checks) => ['FAILED', 'INCONCLUSIVE'].find((outcome) => checks.some((check) => check.outcome === outcome)) ?? 'PASSED';

function judged(checks) {
  return { bad: worst(checks) === 'FAILED', symbol: checks.length === 0 ? '' : outcomeLook(worst(checks)).symbol };
}

/** What failed at a step and what was not shown, or that there is neither; the checks stand in full below. */
function judgement(checks) {
  const open = ['FAILED', 'INCONCLUSIVE'].flatMap((outcome) => checks.filter((check) => check.outcome === outcome));
  return open.length > 0
    ? open.map((check) => el('div', {}, mark(outcomeLook(check.outcome)), ' ', bdi(check.name)))
    : checks.length > 0
      ? mark(outcomeLook('PASSED'))
      : null;
}

/** What the last step left open, each with what would settle it. */
function notShown(steps) {
  const open = (steps.at(-1)?.checks ?? []).filter((check) => check.outcome === 'INCONCLUSIVE');
  return open.length === 0
    ? null
    : [
        el('p', {}, mark(outcomeLook('INCONCLUSIVE')), ' ', el('strong', {}, 'Not shown by this canary:')),
        el(
          'ul',
          {},
          open.map((check) => el('li', {}, bdi(check.name), ': ', bdi(check.message))),
        ),
      ];
}

function timeline(detail) {
  const steps = detail.steps;
  const origin = Date.parse(steps[0].started);
  const seconds = (instant) => (Date.parse(instant) - origin) / 1000;
  const shown = panels(steps);
  const spans = steps.map((s) => ({ from: seconds(s.started), to: seconds(s.finished), ...judged(s.checks ?? []) }));
  const end = { at: spans.at(-1).to, label: endOf(detail.decision), bad: detail.decision !== 'PROMOTED' };
  return plot({
    title: 'Roll-out',
    summary: `${steps.map((s) => `${s.weight} percent`).join(', then ')}; ${endOf(detail.decision)}: ${detail.reason}`,
    chart: canaryChart({
      panels: shown,
      steps: spans,
      end,
      tick: (v) => duration(v),
      format: shown.flatMap((p) => p.lines.map(() => p.format)),
    }),
    data: null,
  });
}

/** What `deployCanary` did. */
export function deploy(detail, _checks, summary) {
  const promoted = detail.decision === 'PROMOTED';
  return [
    detail.reason == null || summary.includes(detail.reason)
      ? null
      : el(
          'p',
          {},
          mark(outcomeLook(promoted ? 'PASSED' : 'FAILED')),
          ' ',
          el('strong', {}, promoted ? 'Promoted: ' : 'Rolled back: '),
          bdi(detail.reason),
        ),
    facts([
      ['Environment', bdi(detail.environment)],
      ['Candidate', versionOf(detail.candidate)],
      ['Champion before', detail.champion ? versionOf(detail.champion) : 'none: the first deployment here'],
      ['Traffic', detail.traffic === 'replay' ? 'a rehearsal: replayed held-out rows, which validateModel read too' : detail.traffic],
      [
        'Held back',
        known(detail.steps?.at(-1)?.holdBack)
          ? `${count(detail.steps.at(-1).holdBack)}\u202f% of the last step stayed with the champion`
          : null,
      ],
      ['Labelled rows', known(detail.steps?.at(-1)?.labelled) ? `${count(detail.steps.at(-1).labelled)}, each answered by both` : null],
      ['Endpoint', detail.endpoint && code(detail.endpoint)],
      ['Still serving', detail.processes?.length > 0 ? detail.processes.map((p) => `${p.role} (pid ${p.pid})`).join(', ') : null],
    ]),
    notShown(detail.steps ?? []),
    detail.steps?.length > 0
      ? [
          key([
            ['candidate', 'candidate'],
            ['champion', 'champion'],
          ]),
          timeline(detail),
          stepTable(detail.steps),
        ]
      : el('p', { class: 'cd4ml-empty' }, promoted ? 'No roll-out was needed.' : 'No step of the roll-out was reached.'),
  ];
}
