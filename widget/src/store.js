// What is kept in the browser, so that a talk survives a reload. No cookies: nothing of it travels with other requests.

/**
 * A small store of values by key. sessionStorage ends with the tab, which matters on a shared computer.
 *
 * @param {string} name sets this server's keys apart from those of another
 * @param {boolean} remember keep beyond the tab
 * @returns {{get(key: string): any, set(key: string, value: any): void}}
 */
export function openStore(name, remember) {
  const memory = new Map();
  let storage = null;
  try {
    storage = remember ? localStorage : sessionStorage;
  } catch {
    // Blocked by the browser: the chat works, and only a reload loses it.
  }
  return {
    get(key) {
      try {
        return JSON.parse(storage.getItem(`${name} ${key}`)) ?? memory.get(key) ?? null;
      } catch {
        return memory.get(key) ?? null;
      }
    },
    set(key, value) {
      const full = `${name} ${key}`;
      if (value === null) memory.delete(key);
      else memory.set(key, value);
      try {
        if (value === null) storage.removeItem(full);
        else storage.setItem(full, JSON.stringify(value));
        memory.delete(key); // one truth: another tab may change what is stored
      } catch {
        // Blocked or full: memory has it.
      }
    },
  };
}
