import { intervalsChart } from '../charts/intervals.js';
import { bdi, el, mark } from './dom.js';
import { counted, estimate, known, tick } from './format.js';
import { outcomeLook } from './names.js';
import { limit } from './checks.js';
import { unsettled, ways } from './evidence.js';
import { plot } from './plot.js';

/** How far a value is from its threshold, in half widths of its interval where it has one. */
function distance(check) {
  const unit = check.interval ? (check.interval.upper - check.interval.lower) / 2 : Math.abs(check.threshold);
  return Math.abs(check.value - check.threshold) / (unit || 1);
}

/** The checks that failed, or that left a verdict inconclusive, or else the ones that came closest to it: at most `most` of them. */
export function decisive(results, most = 3) {
  const all = results.flatMap((result) => result.checks ?? []);
  const undecided = results
    .filter((result) => result.verdict === 'INCONCLUSIVE')
    .flatMap((result) => (result.checks ?? []).filter((check) => check.outcome === 'INCONCLUSIVE'));
  const failed = [...all.filter((check) => check.outcome === 'FAILED'), ...undecided];
  if (failed.length > 0) {
    return { failed: failed.length, checks: failed.slice(0, most) };
  }
  const measured = all.filter((check) => check.outcome === 'PASSED' && known(check.value) && known(check.threshold));
  const gates = measured.filter((check) => check.group === 'gate');
  const pool = gates.length > 0 ? gates : measured;
  return { failed: 0, checks: pool.sort((a, b) => distance(a) - distance(b)).slice(0, most) };
}

function strip(check) {
  const bounds = check.interval;
  const values = [check.value, check.threshold, bounds?.lower, bounds?.upper].filter(known);
  const share = values.every((v) => v >= 0 && v <= 1);
  return plot({
    summary: check.message ?? check.name,
    chart: intervalsChart({
      rows: [
        {
          label: '',
          value: check.value,
          lower: bounds?.lower,
          upper: bounds?.upper,
          threshold: check.threshold,
          comparison: check.comparison,
        },
      ],
      format: tick,
      names: false,
      range: share ? { floor: 0, ceiling: 1 } : {},
    }),
  });
}

const item = (check, gate) =>
  el(
    'li',
    { class: 'cd4ml-decision' },
    el(
      'p',
      { class: 'cd4ml-decision-title' },
      el('strong', {}, mark(outcomeLook(check.outcome)), ' ', bdi(check.name)),
      ' ',
      el('span', { class: 'cd4ml-figures' }, [
        known(check.value) ? estimate(check.value, check.interval) : null,
        limit(check) ? `, wanted ${limit(check)}` : null,
        known(check.sampleSize) ? `, ${counted(check.sampleSize, 'row')}` : null,
      ]),
    ),
    known(check.value) && known(check.threshold) ? strip(check) : null,
    check.message && (check.outcome === 'INCONCLUSIVE' || !(known(check.value) && known(check.threshold)))
      ? el('p', { class: 'cd4ml-note' }, bdi(gate ? unsettled(check.message) : check.message))
      : null,
    gate ? ways(gate, check.sampleSize) : null,
  );

/** What decided: value, interval, threshold and sample size of the few checks that mattered. */
export function decided(results) {
  const { failed, checks } = decisive(results);
  if (checks.length === 0) {
    return null;
  }
  const more = failed - checks.length;
  const gates = results.flatMap((result) => result.detail?.evidence?.gates ?? []);
  const undecided = (check) => (check.outcome === 'INCONCLUSIVE' ? gates.find((gate) => gate.check === check.name) : undefined);
  return el(
    'section',
    { class: 'cd4ml-section', 'aria-labelledby': 'cd4ml-decided' },
    el(
      'h2',
      { id: 'cd4ml-decided' },
      checks.some((check) => check.outcome === 'FAILED')
        ? 'What decided'
        : failed > 0
          ? 'What is not known, and what would settle it'
          : 'What came closest',
    ),
    el(
      'ul',
      { class: 'cd4ml-decisions' },
      checks.map((check) => item(check, undecided(check))),
    ),
    more > 0
      ? el('p', { class: 'cd4ml-note' }, `${more} more ${more === 1 ? 'check' : 'checks'} did not pass: see the stages below.`)
      : null,
  );
}
