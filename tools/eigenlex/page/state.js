// What the page shows is what its address says, so that the back button and links work.

const listeners = [];

export const state = () => new URLSearchParams(location.search);

/** The address of the present state with some parameters changed; null leaves one out. */
export function address(changes) {
  const parameters = state();
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === "") parameters.delete(key);
    else parameters.set(key, value);
  }
  return `?${parameters}`;
}

/** Goes to a state. */
export function go(changes) {
  const next = address(changes);
  if (next !== (location.search || "?")) history.pushState(null, "", next);
  for (const listener of listeners) listener(state());
}

/** Calls back with each state to come. */
export function onState(listener) {
  listeners.push(listener);
}

addEventListener("popstate", () => {
  for (const listener of listeners) listener(state());
});

// Links to other states need no new page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-link]");
  if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, "", link.getAttribute("href"));
  for (const listener of listeners) listener(state());
});
