/** The trend of the job whose page this is. */
export async function trendOf(root, builds) {
  const response = await fetch(`${root.dataset.url}data?${new URLSearchParams({ builds })}`, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
  if (!response.ok) {
    throw new Error(`data: ${response.status}`);
  }
  return response.json();
}

/** What somebody chose the last time, in this browser; private windows remember nothing. */
export const remembered = {
  get(key) {
    try {
      return window.localStorage.getItem(key);
    } catch (e) {
      return null;
    }
  },
  set(key, value) {
    try {
      window.localStorage.setItem(key, value);
    } catch (e) {
      // nothing to remember it with
    }
  },
};
