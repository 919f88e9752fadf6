// What this phone keeps: its bond, what waits for the glasses, what came from them. IndexedDB, so that it is still there after a kill at any moment.
const NAME = "edge-runtime", VERSION = 1;
const STORES = { bond: null, meta: null, outbox: "n", notes: "id", photos: "transfer", parts: ["transfer", "offset"], tasks: "n", lists: null };

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

export class Store {
  #database;

  static async open() {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const [name, keyPath] of Object.entries(STORES)) request.result.createObjectStore(name, keyPath ? { keyPath } : undefined);
    };
    const store = new Store();
    store.#database = await done(request);
    return store;
  }

  get(name, key) { return done(this.#database.transaction(name).objectStore(name).get(key)); }

  // In the order of their keys; at most so many, where most is given.
  all(name, range, most) { return done(this.#database.transaction(name).objectStore(name).getAll(range, most)); }

  // All of it or nothing, and on the disk when it returns, unless it is "relaxed" and may be undone by a power cut. The change gets a function that
  // gives a store by name.
  change(names, change, durability = "strict") {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(names, "readwrite", { durability });
      let result;
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = () => reject(transaction.error ?? new Error("The browser did not keep it.")); // QuotaExceededError where it has no room
      transaction.onerror = ({ target }) => reject(target.error);
      Promise.resolve(change((name) => transaction.objectStore(name))).then((value) => { result = value; }, (error) => { transaction.abort(); reject(error); });
    });
  }

  put(name, value, key) { return this.change([name], (at) => { at(name).put(value, key); }); }

  // Everything goes: the phone is as if it had never been paired.
  forget() {
    return this.change(Object.keys(STORES), (at) => { for (const name of Object.keys(STORES)) at(name).clear(); });
  }
}

export { done };
