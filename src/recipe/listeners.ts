/** Listeners by event; adding one returns its removal. */
export class Listeners<Events> {
  readonly #all = new Map<keyof Events, Set<(data: never) => void>>();

  on<E extends keyof Events>(event: E, listener: (data: Events[E]) => void): () => void {
    let set = this.#all.get(event);
    if (set === undefined) this.#all.set(event, (set = new Set()));
    set.add(listener);
    return () => {
      set.delete(listener);
    };
  }

  emit<E extends keyof Events>(event: E, data: Events[E]): void {
    for (const listener of [...(this.#all.get(event) ?? [])])
      callBack(() => {
        (listener as (data: Events[E]) => void)(data);
      });
  }
}

/**
 * Calls what a caller gave. What it throws is the caller's own: it is reported, and breaks nothing
 * here.
 */
export function callBack(call: () => void): void {
  try {
    call();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
