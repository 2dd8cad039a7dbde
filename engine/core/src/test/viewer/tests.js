import { niceRange, niceStep, shares } from '/viewer/charts/scale.js';
import { calibrationChart, wilson } from '/viewer/charts/calibration.js';
import { staircase } from '/viewer/charts/histogram.js';
import { intervalsChart } from '/viewer/charts/intervals.js';
import { COLOURS, plain } from '/viewer/charts/style.js';
import { runs, trendChart } from '/viewer/charts/trend.js';
import { bySize } from '/viewer/sections/confusion.js';
import { decisive } from '/viewer/sections/decided.js';
import { shift } from '/viewer/sections/deploy.js';
import { el } from '/viewer/sections/dom.js';
import { worstFirst } from '/viewer/sections/drift.js';
import * as format from '/viewer/sections/format.js';
import { metricName, verdictLook } from '/viewer/sections/names.js';
import { table } from '/viewer/sections/table.js';
import { areMany } from '/viewer/sections/trends.js';
import { headline, sentence, decidingResult } from '/viewer/sections/verdict.js';

function same(actual, expected) {
  const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== e) {
    throw new Error(`expected ${e} but was ${a}`);
  }
}

function fails(action) {
  let failed = false;
  try {
    action();
  } catch {
    failed = true;
  }
  same(failed, true);
}

const spaces = (text) => text.replace(/\u202f/g, ' ');
const check = (name, outcome, value, threshold, half) => ({
  name,
  group: 'gate',
  outcome,
  value,
  threshold,
  comparison: '>=',
  interval: half && { lower: value - half, upper: value + half },
});

export const tests = [
  [
    'numbers have three significant digits and counts all of theirs',
    () => {
      same([0.9104, 0.91, 1234.56, 54.321, 0, 7].map(format.number), ['0.910', '0.910', '1,230', '54.3', '0', '7']);
      same([2.4e-7, -2.4e-7, 12345678].map(format.number), ['2.40e\u22127', '\u22122.40e\u22127', '1.23e+7']);
      same([1461, 1000000, -1].map(format.count), ['1,461', '1,000,000', '\u22121']);
      same([null, undefined, NaN, 'x'].map(format.number), ['\u2013', '\u2013', '\u2013', '\u2013']);
    },
  ],
  [
    'an estimate and its interval have the same decimals',
    () => {
      same(format.estimate(0.024, { lower: 0.003, upper: 0.045 }), '0.0240 [0.0030, 0.0450]');
      same(format.estimate(0.93, { lower: 0.84, upper: 1 }), '0.930 [0.840, 1.000]');
      same(format.estimate(54.3, { lower: 49.92, upper: 58.7 }), '54.3 [49.9, 58.7]');
      same(format.estimate(0.5, null), '0.500');
      same(format.estimatedDifference(-0.011, { lower: -0.041, upper: 0.019 }), '\u22120.0110 [\u22120.0410, 0.0190]');
    },
  ],
  [
    'shares, sizes and times have their units',
    () => {
      same([0.123456, 1, 0, 0.00001].map(format.percent).map(spaces), ['12.3 %', '100 %', '0 %', '< 0.01 %']);
      same([0, 999, 48219, 111600000].map(format.bytes).map(spaces), ['0 B', '999 B', '48.2 kB', '112 MB']);
      same([0, 0.35, 7.4, 87, 3905].map(format.duration).map(spaces), ['0 s', '350 ms', '7.4 s', '1 min 27 s', '1 h 5 min']);
      same(format.ago('2026-11-21T08:00:00Z', Date.parse('2026-11-21T11:01:00Z')), '3 hours ago');
      same(format.epochDay(15340), '2012-01-01');
      same(format.shortDigest(`sha256:${'ab'.repeat(32)}`), 'sha256:abababababab\u2026');
    },
  ],
  [
    'axes run between round numbers and keep to their limits',
    () => {
      same(niceRange([0.674, 0.75]), { min: 0.66, max: 0.76, interval: 0.02 });
      same(niceRange([0.93, 0.84, 1], { floor: 0, ceiling: 1 }).max, 1);
      same(niceRange([5, 5]).min < 5 && niceRange([5, 5]).max > 5, true);
      same(niceRange([0, 0]).max > 0, true);
      same([0.013, 3, 71].map(niceStep), [0.02, 5, 100]);
    },
  ],
  [
    'bins of different widths are shown as densities',
    () => {
      same(shares({ edges: [0, 1, 2], counts: [1, 3] }), { even: true, values: [0.25, 0.75] });
      same(shares({ edges: [0, 1, 5], counts: [2, 2] }), { even: false, values: [0.5, 0.125] });
      same(shares({ edges: [0, 1], counts: [0] }).values, [0]);
      same(staircase([0, 1, 2], [3, 4]), [
        [0, 0],
        [0, 3],
        [1, 3],
        [1, 4],
        [2, 4],
        [2, 0],
      ]);
    },
  ],
  [
    'a share of few rows has a wide interval, as statsmodels has it',
    () => {
      const rounded = (bounds) => [bounds.lower, bounds.upper].map((x) => Number(x.toFixed(4)));
      same(rounded(wilson(0, 10)), [0, 0.2775]);
      same(rounded(wilson(0.5, 10)), [0.2366, 0.7634]);
      same(rounded(wilson(1, 3)), [0.4385, 1]);
    },
  ],
  [
    'a reliability curve leaves out bins without rows, its histogram shows them',
    () => {
      const bins = [
        { from: 0, to: 0.5, rows: 0 },
        { from: 0.5, to: 1, rows: 4, predicted: 0.7, observed: 0.5 },
      ];
      const [, , curve, rows] = calibrationChart({ bins, axis: 'p', hit: 'share', tick: String, describe: String })(640).option.series;
      same(curve.data, [[0.7, 0.5, 0]]);
      same(rows.data, [
        [0, 0],
        [0, 0],
        [0.5, 0],
        [0.5, 4],
        [1, 4],
        [1, 0],
      ]);
    },
  ],
  [
    'charts are functions of data alone and can be built for any width',
    () => {
      const chart = intervalsChart({
        rows: [{ label: '{value}', value: 0.5, threshold: 0.4, comparison: '>=' }],
        axis: 'share',
        format: String,
      });
      same(
        [200, 360, 1200, 3840].map((width) => chart(width).height),
        [78, 78, 78, 78],
      );
      same(plain('{a|b}'), ' a b ');
    },
  ],
  [
    'a trend has a band where neighbours have intervals and whiskers where they have not',
    () => {
      const points = [
        [1, 0.7],
        [2, 0.8],
        [3, null],
        [4, 0.9],
      ].map(([x, value]) => ({ x, value, lower: value && value - 0.1, upper: value && value + 0.1 }));
      same(
        runs(points).map((run) => run.map((p) => p.x)),
        [[1, 2], [4]],
      );
      const chart = trendChart({
        points,
        axis: { x: 'version', y: 'share' },
        describe: String,
        tick: String,
        range: { floor: 0, ceiling: 1 },
      });
      same(chart(700).option.yAxis.max, 1);
      same(
        chart(700).option.series[1].data.map((d) => d.value),
        [
          [1, 0.7],
          [2, 0.8],
          [3, null],
          [4, 0.9],
        ],
      );
      same(trendChart({ points: [], axis: {}, describe: String, tick: String })(300).option.series[0].data, []);
    },
  ],
  [
    'champions that are too many for lines are points of their colour',
    () => {
      const marks = (n) => Array.from({ length: n }, (_, build) => ({ build, version: build + 1 }));
      same(
        [areMany(marks(24)), areMany(marks(25)), areMany([...marks(24), ...marks(24)]), areMany(marks(13), true)],
        [false, true, false, true],
      );
      const points = [
        { x: 0, value: 1, tookOver: true },
        { x: 1, value: 1 },
        { x: 2, value: 1, tookOver: true, bad: true },
      ];
      const { data } = trendChart({ points, axis: {}, describe: String, tick: String })(300).option.series.find(
        (one) => one.type === 'line',
      );
      same(
        data.map((d) => d.itemStyle?.color ?? null),
        [COLOURS.champion, null, COLOURS.bad],
      );
    },
  ],
  [
    'the failed checks decide, or else the ones that came closest',
    () => {
      const passed = [
        check('far', 'PASSED', 0.9, 0.5, 0.01),
        check('near', 'PASSED', 0.52, 0.5, 0.05),
        check('none', 'SKIPPED', null, 0.5),
      ];
      same(
        decisive([{ checks: passed }], 1).checks.map((c) => c.name),
        ['near'],
      );
      same(
        decisive([{ checks: [...passed, check('bad', 'FAILED', 0.1, 0.5)] }]).checks.map((c) => c.name),
        ['bad'],
      );
      same(decisive([{}, { checks: [] }]).checks, []);
    },
  ],
  [
    'the worst result speaks for a run; when all passed the canary does',
    () => {
      const result = (stage, verdict) => ({ stage, verdict, summary: 'Not promoted: recall is low.' });
      same(decidingResult([result('versionData', 'FAILED'), result('trainModel', 'FAULT')]).stage, 'trainModel');
      same(decidingResult([result('deployCanary', 'PASSED'), result('checkDrift', 'PASSED')]).stage, 'deployCanary');
      same(decidingResult([result('versionData', 'PASSED'), result('trainModel', 'PASSED')]).stage, 'trainModel');
      same(headline(result('validateModel', 'FAILED')), 'Not promoted');
      same(sentence(result('validateModel', 'FAILED')), 'Recall is low.');
      same(sentence({ stage: 'validateModel', verdict: 'PASSED', summary: 'Passed: f1_macro 0.9' }), 'F1 (macro) 0.9');
    },
  ],
  [
    'classes are ordered by size and columns by how far they moved',
    () => {
      same(
        bySize({
          labels: ['a', 'b'],
          counts: [
            [1, 0],
            [2, 3],
          ],
        }),
        {
          labels: ['b', 'a'],
          counts: [
            [3, 2],
            [0, 1],
          ],
        },
      );
      const column = (name, drifted, effectSize) => ({ column: name, drifted, effectSize });
      same(
        worstFirst([column('a', false, 9), column('b', true, 0.1), column('c', true, -0.5)]).map((c) => c.column),
        ['c', 'b', 'a'],
      );
    },
  ],
  [
    'the shift of predictions is the total variation distance',
    () => {
      same(shift({ predictions: { a: 1, b: 1 } }, { predictions: { a: 2, b: 2 } }), 0);
      same(shift({ predictions: { a: 4 } }, { predictions: { b: 7 } }), 1);
      same(shift({ predictions: { a: 4 } }, null), null);
      same(shift({ predictions: {} }, { predictions: {} }), null);
    },
  ],
  [
    'text never becomes markup and unknown attributes are refused',
    () => {
      same(
        el('p', { title: '"<b>' }, '<img src=x>', null, ['&amp;']).outerHTML,
        '<p title="&quot;<b>">&lt;img src=x&gt;&amp;amp;</p>'.replace('"&quot;<b>"', el('p', { title: '"<b>' }).outerHTML.slice(9, -5)),
      );
      fails(() => el('p', { onclick: 'alert(1)' }));
      fails(() => el('a', { src: 'x' }));
    },
  ],
  [
    'a wide table scrolls and does not widen the page',
    () => {
      const spoken = () => el('span', { class: 'cd4ml-spoken' }, 'missing');
      const cells = Array.from({ length: 40 }, (_, i) => [el('code', {}, `column ${i}`), spoken()]);
      const narrow = el(
        'div',
        { class: 'cd4ml' },
        table(
          'Wide',
          cells.map(() => ({ title: 'A title' })),
          [cells],
        ),
      );
      document.body.append(narrow);
      const scroll = narrow.querySelector('.cd4ml-scroll');
      same(scroll.scrollWidth > innerWidth, true);
      same(document.documentElement.scrollWidth, document.documentElement.clientWidth);
      narrow.remove();
    },
  ],
  [
    'names of a later release are shown as they are',
    () => {
      same([metricName('constructor'), metricName('roc_auc')], ['constructor', 'ROC AUC']);
      same(verdictLook('toString').word, 'toString');
    },
  ],
];
