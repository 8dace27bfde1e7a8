// Keeps the study of a session where it survives the page.
import { VoxmetryError } from 'voxmetry';
import { parseStudy } from './parse_study.js';
import type { Session } from './session.js';
import type { Study } from './study.js';

/** Where texts are kept by name: the browser's own files, or anything else in a test. */
export interface StudyStore {
  /** The text of a name; undefined where there is none. */
  read(name: string): Promise<string | undefined>;
  /** Keeps a text, all of it or nothing. */
  write(name: string, text: string): Promise<void>;
  /** Gives a text another name, so that it is not read again and not lost. */
  rename(from: string, to: string): Promise<void>;
}

/** What was kept of a study. */
export interface Restored {
  /** The study; undefined where none was kept, or what was kept cannot be read. */
  readonly study: Study | undefined;
  /** Why what was kept cannot be read; it was set aside under `setAside`. */
  readonly error: VoxmetryError | undefined;
  readonly setAside: string | undefined;
}

/** Reads what was kept. What cannot be read is set aside under another name. */
export async function restore(store: StudyStore, name: string): Promise<Restored> {
  const text = await store.read(name);
  if (text === undefined) return { study: undefined, error: undefined, setAside: undefined };
  try {
    return { study: parseStudy(text), error: undefined, setAside: undefined };
  } catch (thrown) {
    const setAside = `${name}.unreadable-${String(Date.now())}`;
    await store.rename(name, setAside);
    return { study: undefined, error: VoxmetryError.from(thrown), setAside };
  }
}

/** How a session is kept. */
export interface AutosaveOptions {
  /** Milliseconds without a change after which it is written. Default 400. */
  readonly wait?: number;
  /** Called where writing fails; the next change tries again. */
  readonly onError?: (error: VoxmetryError) => void;
}

/**
 * Writes the study of a session whenever it has changed: behind the work, one write at a time, and
 * of several changes the last.
 */
export class Autosave {
  readonly #store: StudyStore;
  readonly #name: string;
  readonly #wait: number;
  readonly #onError: (error: VoxmetryError) => void;
  readonly #stopWatching: () => void;
  #next: Study | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    session: Session,
    store: StudyStore,
    name: string,
    { wait = 400, onError = () => undefined }: AutosaveOptions = {},
  ) {
    this.#store = store;
    this.#name = name;
    this.#wait = wait;
    this.#onError = onError;
    let first: Study | undefined = session.study.value;
    this.#stopWatching = session.watch((study) => {
      // What it begins with is what was kept, or nothing.
      if (study === first) return;
      first = undefined;
      this.#next = study;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.flush(), this.#wait);
    });
  }

  /** Writes what is not yet written; resolves when it is. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  /** Writes what is not yet written, and ends. */
  stop(): Promise<void> {
    this.#stopWatching();
    return this.flush();
  }

  async #write(): Promise<void> {
    const study = this.#next;
    if (study === undefined) return;
    this.#next = undefined;
    try {
      await this.#store.write(this.#name, JSON.stringify(study));
    } catch (error) {
      // Kept for the next try, unless a newer one is there.
      this.#next ??= study;
      this.#onError(VoxmetryError.from(error));
    }
  }
}
