/** Numbers, times and sizes as people read them: three significant digits, thousands separated, units after a space. */

const MINUS = '\u2212';
const NARROW = '\u202f';

const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const significant = new Intl.NumberFormat('en', { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

const signed = (text) => text.replace(/^-/, MINUS).replace(/e-/, `e${MINUS}`);

/** Whether the result holds this figure: absent ones are left out or null. */
export const known = (value) => typeof value === 'number' && Number.isFinite(value);

/** A count: every digit, thousands separated. */
export const count = (value) => (known(value) ? signed(grouped.format(value)) : '\u2013');

/** "1 row", "1,461 rows". */
export const counted = (value, unit) => `${count(value)} ${value === 1 ? unit : `${unit}s`}`;

/** A measured figure: three significant digits, with an exponent where zeros would drown them. */
export function number(value) {
  if (!known(value)) {
    return '\u2013';
  }
  const size = Math.abs(value);
  if (size === 0) {
    return '0';
  }
  if (size < 1e-4 || size >= 1e7) {
    return signed(value.toExponential(2));
  }
  return signed(Number.isInteger(value) ? grouped.format(value) : significant.format(value));
}

/** A threshold, as it was written. */
export const given = (value) => (known(value) ? signed(String(value)) : '\u2013');

/** A tick on an axis: as few digits as it needs. */
export function tick(value) {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e6) ? signed(value.toExponential(0)) : signed(short.format(value));
}

/** A difference, always with its sign. */
export function difference(value) {
  const text = number(value);
  return known(value) && value > 0 ? `+${text}` : text;
}

/** "+0.0240 [0.0030, 0.0450]". */
export const estimatedDifference = (value, bounds) => (value > 0 ? `+${estimate(value, bounds)}` : estimate(value, bounds));

/** A share of one as a percentage. */
export function percent(share) {
  if (!known(share)) {
    return '\u2013';
  }
  const value = share * 100;
  return `${Math.abs(value) >= 0.01 || value === 0 ? signed(short.format(value)) : '< 0.01'}${NARROW}%`;
}

/** Numbers of one kind with the decimals that give the largest of them three significant digits. */
function alike(values) {
  const size = Math.max(...values.map(Math.abs));
  if (size < 1e-4 || size >= 1000) {
    return number;
  }
  const decimals = size === 1 ? 3 : Math.max(0, 2 - Math.floor(Math.log10(size)));
  return (value) => signed(value.toFixed(decimals));
}

/** "[0.862, 0.948]"; empty where there is no interval. */
export function interval(bounds) {
  const show = bounds && alike([bounds.lower, bounds.upper]);
  return bounds ? `[${show(bounds.lower)}, ${show(bounds.upper)}]` : '';
}

/** "0.910 [0.862, 0.948]". */
export function estimate(value, bounds) {
  if (!bounds || !known(value)) {
    return number(value);
  }
  const show = alike([value, bounds.lower, bounds.upper]);
  return `${show(value)} [${show(bounds.lower)}, ${show(bounds.upper)}]`;
}

/** A length of time in the two largest units. */
export function duration(seconds) {
  if (!known(seconds) || seconds < 0) {
    return '\u2013';
  }
  if (seconds > 0 && seconds < 1) {
    return `${Math.round(seconds * 1000)}${NARROW}ms`;
  }
  if (seconds < 60) {
    return `${short.format(seconds)}${NARROW}s`;
  }
  const whole = Math.round(seconds);
  return whole < 3600
    ? `${Math.floor(whole / 60)}${NARROW}min ${whole % 60}${NARROW}s`
    : `${count(Math.floor(whole / 3600))}${NARROW}h ${Math.floor((whole % 3600) / 60)}${NARROW}min`;
}

/** Seconds between two instants; null where one is unknown. */
export function secondsBetween(started, finished) {
  const seconds = (Date.parse(finished) - Date.parse(started)) / 1000;
  return known(seconds) ? seconds : null;
}

/** A size in decimal units. */
export function bytes(size) {
  if (!known(size)) {
    return '\u2013';
  }
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = size;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${short.format(value)}${NARROW}${units[unit]}`;
}

/** "3 hours ago", seen from `now` in milliseconds. */
export function ago(instant, now) {
  const seconds = (Date.parse(instant) - now) / 1000;
  const [unit, length] = [
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
  ].find(([, l]) => Math.abs(seconds) >= l) ?? ['second', 1];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(Math.round(seconds / length), unit);
}

/** "2026-11-21 08:51 UTC". */
export const exactTime = (instant) => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;

/** Days since 1970 as a date. */
export function epochDay(days) {
  const date = new Date(days * 86400000);
  return Number.isNaN(date.getTime()) ? number(days) : date.toISOString().slice(0, 10);
}

/** Days since 1970, with a fraction, as a moment to the minute. */
export function epochMoment(days) {
  const date = new Date(Math.round(days * 86400000));
  return Number.isNaN(date.getTime()) ? number(days) : exactTime(date.toISOString());
}

/** "sha256:0123456789ab…": enough of an identity to distinguish two. */
export const shortDigest = (digest) => digest.replace(/([0-9a-f]{12})[0-9a-f]{20,}/, '$1\u2026');
