/** More than this in an address is refused by some proxies. */
const LONGEST_QUERY = 3000;

async function ask(root, builds, keys, catalogue) {
  const query = new URLSearchParams({ builds, catalogue });
  keys.forEach((key) => query.append('figure', key));
  const response = await fetch(`${root.dataset.url}data?${query}`, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
  if (!response.ok) {
    throw new Error(`data: ${response.status}`);
  }
  return response.json();
}

/** Keys in as few requests as their addresses allow. */
function batches(keys) {
  const all = [];
  let room = 0;
  for (const key of keys) {
    const length = encodeURIComponent(key).length + 8;
    if (room < length) {
      all.push([]);
      room = LONGEST_QUERY;
    }
    room -= length;
    all.at(-1).push(key);
  }
  return all;
}

function buildsOf({ numbers, seconds, names }, job) {
  let start = 0;
  return numbers.map((number, i) => {
    start += seconds[i];
    return { number, name: names[number] ?? `#${number}`, url: `${job}${number}/`, time: start * 1000 };
  });
}

/** What became a champion, the earliest build first. */
const championsOf = ({ champions }) =>
  champions
    .flatMap(({ model, environment, marks }) =>
      marks.map(([build, version, by, back]) => ({ build, version, model, environment, by, back: back === 1 })),
    )
    .sort((a, b) => a.build - b.build);

/**
 * The trend of the job whose page this is: its builds and champions, the names of all figures, and the numbers of one of them; those
 * of others are fetched when they are shown.
 *
 * @param root the element with the address of the data
 * @param chosen key of the figure to begin with; that of the server's choice without it
 */
export async function trendOf(root, builds, chosen) {
  const whole = await ask(root, builds, chosen ? [chosen] : [], true);
  const index = new Map(whole.numbers.map((number, i) => [number, i]));
  const points = new Map();
  // A build that has ended since the page was opened is in later answers and not in the trend.
  const keep = ({ numbers, series }) =>
    series.forEach(({ key, values = [], lower, upper, thresholds }) =>
      points.set(
        key,
        values
          .map((value, i) => [index.get(numbers[i]), value, lower?.[i], upper?.[i], thresholds?.[i]])
          .filter(([x, value]) => x != null && value != null),
      ),
    );
  keep(whole);
  return {
    builds: buildsOf(whole, root.dataset.job),
    champions: championsOf(whole),
    figures: whole.figures,
    first: whole.figures.find(({ key }) => points.has(key)) ?? whole.figures.find(({ key }) => key === whole.first),
    /** Figures with their points, without those that have none. */
    async series(figures) {
      for (const keys of batches(figures.map(({ key }) => key).filter((key) => !points.has(key)))) {
        keep(await ask(root, builds, keys, false));
      }
      return figures.map((figure) => ({ ...figure, points: points.get(figure.key) ?? [] })).filter((series) => series.points.length > 0);
    },
  };
}

/** The last choice in this browser; private windows remember nothing. */
export const remembered = {
  get(key) {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  set(key, value) {
    try {
      window.localStorage.setItem(key, value);
    } catch {
      // nothing to remember it with
    }
  },
};
