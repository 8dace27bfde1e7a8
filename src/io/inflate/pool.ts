import type { Packing } from './block.js';
import { INFLATER_SPAWNS } from './spawn.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** A block that a worker is to inflate. */
export interface InflateRequest {
  readonly id: number;
  readonly packed: Bytes;
  readonly packing: Packing;
  readonly length: number;
}

/** What became of it; no block where it is damaged. */
export interface InflateAnswer {
  readonly id: number;
  readonly block: Bytes | undefined;
}

/** A worker, and what it has been given by the numbers of its blocks. */
interface Inflater {
  readonly worker: Worker;
  readonly jobs: Map<number, (block: Bytes | undefined) => void>;
}

/** More threads than these wait for the one that reads and copies. */
const MOST_WORKERS = 8;
/** Workers that had nothing to do for so long end, in ms. */
const IDLE = 1000;

/**
 * Workers that inflate blocks, in other threads than this one: started when they are needed, ended
 * when they are not. Where they cannot be started (no workers, a page's content security policy,
 * a bundle without their file), nothing is inflated here, and that is final.
 */
export class InflatePool {
  readonly #spawns: readonly (() => Worker)[];
  readonly #most: number;
  readonly #inflaters: Inflater[] = [];
  #idle: ReturnType<typeof setTimeout> | undefined;
  #fails: boolean;
  #next = 0;
  /** Which way of starting workers is used, and whether one of them has answered. */
  #way = 0;
  #answered = false;

  /** @param spawns - Ways to start a worker; one is left for the next where it fails. */
  constructor(spawns = INFLATER_SPAWNS, most = usualWorkers()) {
    this.#spawns = spawns;
    this.#most = most;
    // One more thread on a single core would only cost.
    this.#fails = typeof Worker === 'undefined' || most < 2;
  }

  /** Threads that blocks can be inflated in at once; 0 where workers cannot be started. */
  get threads(): number {
    return this.#fails ? 0 : this.#most;
  }

  /** Workers that run now. */
  get running(): number {
    return this.#inflaters.length;
  }

  /**
   * Inflates a block to exactly `length` bytes. Undefined where it is damaged, or where it could
   * not be done.
   */
  inflate(packed: Bytes, packing: Packing, length: number): Promise<Bytes | undefined> {
    const inflater = this.#leastBusy();
    if (inflater === undefined) return Promise.resolve(undefined);
    clearTimeout(this.#idle);
    const id = this.#next++;
    return new Promise((resolve) => {
      inflater.jobs.set(id, resolve);
      // A copy, since other blocks lie in the same memory, and this one is needed if all fails.
      const copy = new Uint8Array(packed);
      const request: InflateRequest = { id, packed: copy, packing, length };
      inflater.worker.postMessage(request, [copy.buffer]);
    });
  }

  #leastBusy(): Inflater | undefined {
    if (this.#fails) return undefined;
    let least: Inflater | undefined;
    for (const inflater of this.#inflaters)
      if (least === undefined || inflater.jobs.size < least.jobs.size) least = inflater;
    if (least?.jobs.size === 0 || (least !== undefined && this.running >= this.#most)) return least;
    for (let spawn = this.#spawns[this.#way]; spawn; spawn = this.#spawns[++this.#way])
      try {
        const started = this.#start(spawn);
        this.#inflaters.push(started);
        return started;
      } catch {
        // The next way.
      }
    this.#fail();
    return undefined;
  }

  #start(spawn: () => Worker): Inflater {
    const worker = spawn();
    const jobs: Inflater['jobs'] = new Map();
    worker.onmessage = ({ data: { id, block } }: MessageEvent<InflateAnswer>): void => {
      this.#answered = true;
      jobs.get(id)?.(block);
      jobs.delete(id);
      if (this.#inflaters.every((inflater) => inflater.jobs.size === 0)) this.#rest();
    };
    worker.onerror = (event): void => {
      event.preventDefault();
      this.#fail();
    };
    return { worker, jobs };
  }

  #rest(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      this.#end();
    }, IDLE);
  }

  /** Ends the workers; what they have not done is done elsewhere. */
  #end(): void {
    for (const { worker, jobs } of this.#inflaters.splice(0)) {
      worker.terminate();
      for (const resolve of jobs.values()) resolve(undefined);
    }
  }

  /** What this way's workers have not done is done elsewhere; later blocks go the next way. */
  #fail(): void {
    this.#fails = this.#answered || ++this.#way >= this.#spawns.length;
    clearTimeout(this.#idle);
    this.#end();
  }
}

function usualWorkers(): number {
  const { hardwareConcurrency = 1 } = globalThis.navigator as Partial<Navigator>;
  return Math.min(MOST_WORKERS, hardwareConcurrency);
}
