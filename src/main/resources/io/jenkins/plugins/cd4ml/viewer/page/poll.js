const SHORTEST = 1000;
const LONGEST = 15000;
const LONGEST_AFTER_ERRORS = 60000;

/** Waits, and continues to wait while the page is hidden. */
async function pause(millis) {
  await new Promise((resolve) => setTimeout(resolve, millis));
  if (document.hidden) {
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}

/** The delay before the next question: short while values change, longer and longer while they do not or the server does not answer. */
export const nextDelay = (delay, { moved, failed }) =>
  moved ? SHORTEST : failed ? Math.min(LONGEST_AFTER_ERRORS, delay * 2) : Math.min(LONGEST, delay * 1.25);

/**
 * Asks until the stage has ended.
 *
 * @param ask from what is known of the series of figures to the state
 * @param notify gets each state
 * @return the last state; null where the page's stage is gone
 */
export async function follow(ask, notify) {
  let since = {};
  let before = '';
  let delay = SHORTEST;
  for (;;) {
    let state = null;
    let failed = false;
    try {
      state = await ask(since);
      notify(state);
    } catch (e) {
      if (e.gone) {
        return null;
      }
      failed = true;
    }
    if (state && !state.running) {
      return state;
    }
    const now = JSON.stringify(state);
    delay = nextDelay(delay, { moved: state != null && now !== before, failed });
    if (state) {
      const { series, from, points } = state.metrics;
      since = { series, from: String(from + points.length) };
      before = JSON.stringify({ ...state, metrics: { series, from: from + points.length, points: [] } });
    }
    await pause(delay);
  }
}
