import { champions } from '/viewer/sections/champions.js';
import { checks } from '/viewer/sections/checks.js';
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
