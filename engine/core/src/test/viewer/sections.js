import { champions } from '/viewer/sections/champions.js';
import { checks } from '/viewer/sections/checks.js';
import { confusion } from '/viewer/sections/confusion.js';
import { evidence } from '/viewer/sections/evidence.js';
import { fairness } from '/viewer/sections/fairness.js';
import { contributions, importance } from '/viewer/sections/importance.js';
import { problem } from '/viewer/sections/problem.js';
import { provenance } from '/viewer/sections/provenance.js';
import { raw } from '/viewer/sections/raw.js';
import { report } from '/viewer/sections/report.js';
import { reuse } from '/viewer/sections/reuse.js';
import { findings, stage } from '/viewer/sections/stage.js';

function requires(condition, what) {
  if (!condition) {
    throw new Error(what);
  }
}

const read = async (name) => (await fetch(`/results/${name}.json`)).json();

/** All that a section shows, attributes for screen readers included. */
function shown(parts) {
  const root = document.createElement('div');
  root.append(...[parts].flat(Infinity).filter((part) => part != null));
  const labels = [...root.querySelectorAll('[aria-label]')].map((node) => node.getAttribute('aria-label'));
  return { root, text: `${root.textContent} ${labels.join(' ')}` };
}

/** A section in the document, as wide as its page gives it. */
function laidOut(part, width) {
  const section = shown(part);
  section.root.className = 'cd4ml';
  section.root.style.width = `${width}px`;
  document.body.append(section.root);
  return section;
}

/** Nothing that JavaScript prints for a value that is not there. */
function clean(text, where) {
  const slip = /\bundefined\b|\bNaN\b|\[object |\bnull\b|Infinity/.exec(text);
  requires(slip == null, `${where} shows "${slip?.[0]}": …${text.slice(Math.max(0, slip?.index - 40), slip?.index + 20)}…`);
}

const contains = (text, part, where) => requires(text.includes(part), `${where} does not show "${part}"`);

/** Each stage's result of the protocol's golden files and of the report's tests, with texts that its section must show. */
const RESULTS = {
  'version-data.result': (detail) => detail.columns.map((column) => column.name),
  'train-model.result': () => ['epoch'],
  'validate-model.result': () => ['Accuracy'],
  'package-model.result': (detail) => detail.inputs.map((input) => input.name),
  'deploy-canary.result': (detail) => detail.steps.map((step) => `${step.weight}`),
  'check-drift.result': (detail) => detail.columns.filter((column) => column.drifted).map((column) => column.column),
  data: (detail) => detail.columns.slice(0, 3).map((column) => column.name),
  train: () => ['epoch'],
  validate: (detail) => detail.confusion.labels,
  'validate-rejected': () => ['Accuracy'],
  regression: () => ['RMSE'],
  package: (detail) => detail.inputs.map((input) => input.name),
  canary: (detail) => detail.steps.map((step) => `${step.weight}`),
  'canary-rolled-back': (detail) => detail.steps.map((step) => `${step.weight}`),
  drift: (detail) => detail.columns.filter((column) => column.drifted).map((column) => column.column),
};

const ofResults = Object.entries(RESULTS).map(([name, expected]) => [
  `the section of ${name} shows its figures, its checks and its provenance`,
  async () => {
    const result = await read(name);
    const { root, text } = shown(findings(result));
    clean(text, name);
    for (const part of expected(result.detail)) {
      contains(text, part, name);
    }
    for (const check of result.checks ?? []) {
      contains(text, check.name, name);
    }
    requires(root.querySelectorAll('img, script, iframe').length === 0, `${name} loads something`);
    for (const plot of root.querySelectorAll('.cd4ml-plot')) {
      requires(plot.getAttribute('aria-label'), `a plot of ${name} has no description`);
    }
  },
]);

export const tests = [
  ...ofResults,
  [
    'a report has a section for each result and the results themselves',
    async () => {
      const results = await Promise.all(['data', 'train', 'validate', 'package', 'canary'].map(read));
      const { root, text } = shown(report(results, Date.parse('2026-12-01T00:00:00Z')));
      clean(text.replace(/\{"protocol".*/s, ''), 'the report');
      for (const result of results) {
        requires(root.querySelector(`#${result.stage}`) != null, `no section of ${result.stage}`);
      }
    },
  ],
  [
    'a report without results reports that no stage has run',
    () => contains(shown(report([], 0)).text, 'No stage has run yet', 'the report'),
  ],
  [
    'a stage of a later release is shown with its checks alone',
    () => {
      const later = {
        stage: 'monitorModel',
        verdict: 'PASSED',
        summary: 'fine',
        checks: [{ name: 'new check', group: 'later', outcome: 'PASSED' }],
      };
      const { text } = shown(stage(later));
      contains(text, 'monitorModel', 'the section');
      contains(text, 'new check', 'the section');
      clean(text, 'the section');
    },
  ],
  [
    'a problem shows its place and what to do',
    () => {
      const place = { message: 'not a number', file: 'data/a.csv', line: 7, column: 'age', details: 'stack' };
      const { root, text } = shown(problem({ verdict: 'INVALID', problem: place }));
      contains(text, 'data/a.csv:7', 'the problem');
      contains(text, 'age', 'the problem');
      contains(text, 'run the stage again', 'the problem');
      requires(root.querySelector('details pre')?.textContent === 'stack', 'details are not folded');
      clean(shown(problem({ verdict: 'LATER' })).text, 'a problem without a reason');
    },
  ],
  [
    'checks of every outcome are shown, values or not',
    () => {
      const all = ['PASSED', 'FAILED', 'INCONCLUSIVE', 'SKIPPED', 'LATER'].map((outcome) => ({
        name: `is ${outcome}`,
        group: 'gate',
        outcome,
      }));
      const { text } = shown(checks(all));
      for (const check of all) {
        contains(text, check.name, 'the checks');
      }
      clean(text, 'the checks');
    },
  ],
  [
    'reused rows are shown only where there are any',
    () => {
      requires(reuse(null) == null, 'nothing was found, something is shown');
      requires(reuse({ earlier: [], judgements: 0 }) == null, 'no earlier model, something is shown');
      const entry = { run: 'build-3', verdict: 'FAILED', share: 0.5, sameModel: false, overrides: ['seed'] };
      const { text } = shown(reuse({ policy: 'correct', tail: 0.025 / 6, judgements: 1, earlier: [entry], freshRows: 400 }));
      for (const part of ['1 other model was', '99.17 %', 'build-3', 'seed', 'about 400']) {
        contains(text, part, 'reused rows');
      }
    },
  ],
  [
    'what these rows can show fits a page of 1280 px, and has a column for better metrics where there is one',
    () => {
      const gate = { check: 'accuracy versus champion, margin 0.05', smallestLoss: 0.1, rowsNeeded: 312, passIfEqual: 0.41 };
      const { root } = laidOut(evidence({ gates: [gate] }, 184), 728);
      const heads = () => [...root.querySelectorAll('thead th')].map((head) => head.textContent);
      requires(heads().length === 4, `an empty column: ${heads()}`);
      const box = root.querySelector('.cd4ml-scroll');
      requires(box.scrollWidth <= box.clientWidth, `${box.scrollWidth} px in ${box.clientWidth} px`);
      root.remove();
      const other = laidOut(evidence({ gates: [gate, { ...gate, better: 'log_loss' }] }, 184), 728);
      contains(other.text, 'What would see more', 'the evidence');
      contains(other.text, 'log_loss', 'the evidence');
      other.root.remove();
    },
  ],
  [
    'a confusion matrix of five classes fits half a page of 1280 px, no heading broken into letters',
    () => {
      const labels = ['sun', 'rain', 'fog', 'snow', 'drizzle'];
      const { root } = laidOut(confusion({ labels, counts: labels.map(() => [73, 19, 0, 0, 1]) }), 428);
      const box = root.querySelector('.cd4ml-scroll');
      requires(box.scrollWidth <= box.clientWidth, `${box.scrollWidth} px in ${box.clientWidth} px`);
      const rows = [...root.querySelectorAll('thead th')].at(-1);
      const text = document.createRange();
      text.selectNodeContents(rows);
      requires(text.getClientRects().length === 1, `"rows" stands on ${text.getClientRects().length} lines`);
      root.remove();
    },
  ],
  [
    'importance, contributions, fairness and earlier champions come from the validation alone',
    async () => {
      const { detail } = await read('validate');
      for (const [part, show] of Object.entries({ importance, contributions })) {
        if (detail[part]) {
          const { text } = shown(show(detail[part]));
          contains(text, detail[part].columns[0].column, part);
          clean(text, part);
        }
      }
      clean(shown(fairness(detail.fairness ?? [])).text, 'fairness');
      clean(shown(champions(detail.histories ?? [])).text, 'earlier champions');
    },
  ],
  [
    'provenance and raw results show what they are given',
    async () => {
      const result = await read('train-model.result');
      contains(shown(provenance(result)).text, String(result.provenance.seed), 'provenance');
      contains(shown(raw([result])).text, 'trainModel', 'raw results');
      clean(shown(provenance({})).text, 'no provenance');
    },
  ],
];
