import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals-core';
import type { Volume } from 'voxmetry';
import { loadCatalogue, outcomesOf, type Catalogue, type Outcome } from './catalogue.js';
import { exportStudy } from './export_study.js';
import { Link } from './link.js';
import { Results } from './results.js';
import { FoundSheets } from './sheets.js';
import { CallMemory, handlesOf, type StepHandles } from './step_handles.js';
import { emptyStudy, type Study } from './study.js';

/** An edit that was made: what it was, and the study that it gave. */
export interface HistoryEntry {
  readonly title: string;
  readonly study: Study;
}

/** Edits that can be undone at most. */
const MOST_EDITS = 1000;

/**
 * A study that is worked on: its edits, which can all be undone, the handles that its steps stand
 * for, and the values of its measures. Made by {@link openSession}.
 *
 * An edit is a pure function, study to study. Undo goes back to the earlier study: what edits leave
 * alone is shared, so that a history takes little memory however large the volumes are.
 *
 * @example
 * ```ts no-run
 * import { addStep, openSession } from 'voxmetry/session';
 * const session = await openSession();
 * const median = { operation: 'median', on: 'v1' };
 * session.edit('Median', (study) => addStep(study, session.catalogue, median)[0]);
 * session.undo();
 * ```
 */
export class Session {
  /** All operations of the library. */
  readonly catalogue: Catalogue;
  /** What linked elements share. */
  readonly link: Link = new Link();
  /** The id of the step or source that is chosen in lists; null where none is. */
  readonly chosen: Signal<string | null> = signal(null);
  /** The study as it is now. */
  readonly study: ReadonlySignal<Study>;
  /** Whether there is an edit to undo. */
  readonly canUndo: ReadonlySignal<boolean>;
  /** Whether there is an undone edit. */
  readonly canRedo: ReadonlySignal<boolean>;
  /** The edits, the oldest first, those that are undone at the end; the first is no edit. */
  readonly history: ReadonlySignal<readonly HistoryEntry[]>;
  /** Which entry of the history is the study of now. */
  readonly position: ReadonlySignal<number>;
  /** What sources and steps give, by id; whether or not their files are open. */
  readonly outcomes: ReadonlySignal<ReadonlyMap<string, Outcome>>;
  /** The opened volumes, by the ids of their sources. */
  readonly volumes: ReadonlySignal<ReadonlyMap<string, Volume>>;
  /** Handles, queries and errors of the steps. */
  readonly handles: ReadonlySignal<StepHandles>;
  /** The values of the measures. */
  readonly results: Results;
  readonly #state: Signal<{ readonly entries: readonly HistoryEntry[]; readonly at: number }>;
  readonly #volumes: Signal<ReadonlyMap<string, Volume>> = signal(new Map());
  #merging: string | undefined;

  constructor(catalogue: Catalogue, study: Study = emptyStudy()) {
    this.catalogue = catalogue;
    this.#state = signal({ entries: [{ title: '', study }], at: 0 });
    const state = this.#state;
    this.study = computed(() => state.value.entries[state.value.at]!.study);
    this.canUndo = computed(() => state.value.at > 0);
    this.canRedo = computed(() => state.value.at < state.value.entries.length - 1);
    this.history = computed(() => state.value.entries);
    this.position = computed(() => state.value.at);
    this.volumes = this.#volumes;
    this.outcomes = computed(() => outcomesOf(this.study.value, catalogue));
    const memory = new CallMemory();
    const sheets = new FoundSheets();
    const round = signal(0);
    this.handles = computed(() => {
      // A query that was cancelled is made anew, and a sheet that was found is there.
      // eslint-disable-next-line @typescript-eslint/no-unused-expressions -- to be told of rounds
      round.value;
      return handlesOf(this.study.value, this.#volumes.value, catalogue, memory, sheets.of);
    });
    this.results = new Results(this.handles, memory, sheets, () => {
      round.value += 1;
    });
  }

  /**
   * Makes an edit; what gives the same study is none. Edits that follow each other with the same
   * `merge` are one to undo: those of a slider that is dragged, or of one stroke.
   */
  edit(title: string, change: (study: Study) => Study, merge?: string): void {
    const { entries, at } = this.#state.value;
    const study = change(this.study.value);
    if (study === this.study.value) return;
    const merges = merge !== undefined && merge === this.#merging && at > 0;
    const kept = entries.slice(0, merges ? at : at + 1).slice(-MOST_EDITS);
    this.#merging = merge;
    this.#state.value = { entries: [...kept, { title, study }], at: kept.length };
  }

  /** Ends the edits that are merged: the next one is one to undo again. */
  endMerge(): void {
    this.#merging = undefined;
  }

  /** Changes the study without an edit to undo: what views show, what is chosen. */
  amend(change: (study: Study) => Study): void {
    const { entries, at } = this.#state.value;
    const entry = entries[at]!;
    const study = change(entry.study);
    if (study !== entry.study)
      this.#state.value = { entries: entries.with(at, { ...entry, study }), at };
  }

  /** Undoes the last edit. */
  undo(): void {
    this.goTo(this.#state.value.at - 1);
  }

  /** Makes the last undone edit again. */
  redo(): void {
    this.goTo(this.#state.value.at + 1);
  }

  /** Goes to an entry of the history. */
  goTo(position: number): void {
    const { entries, at } = this.#state.value;
    if (position === at || entries[position] === undefined) return;
    this.#merging = undefined;
    this.#state.value = { entries, at: position };
  }

  /** Begins with another study; its history begins anew, and its files are to be opened. */
  open(study: Study): void {
    this.#merging = undefined;
    this.#volumes.value = new Map();
    this.chosen.value = null;
    this.#state.value = { entries: [{ title: '', study }], at: 0 };
  }

  /** Gives the volume of a source; the steps that read it can be called. */
  attach(source: string, volume: Volume): void {
    this.#volumes.value = new Map(this.#volumes.value).set(source, volume);
  }

  /** Takes the volume of a source away. It is not closed. */
  detach(source: string): void {
    this.#volumes.value = new Map([...this.#volumes.value].filter(([id]) => id !== source));
  }

  /**
   * The study for a file: with all its measures as a recipe, for the command line.
   *
   * @throws VoxmetryError as {@link exportStudy}.
   */
  export(): Study {
    return exportStudy(this.study.value, this.handles.value);
  }

  /** Calls back with the study now and after every change; gives a function that ends it. */
  watch(listener: (study: Study) => void): () => void {
    return effect(() => {
      listener(this.study.value);
    });
  }
}

/**
 * Opens a session: loads the library's operations, which the page may not have yet.
 *
 * @param study - What to begin with; an empty study if left out.
 * @example
 * ```ts no-run
 * import { openSession } from 'voxmetry/session';
 * document.querySelector('vox-recipe')!.session = await openSession();
 * ```
 */
export async function openSession(study?: Study): Promise<Session> {
  return new Session(await loadCatalogue(), study);
}
