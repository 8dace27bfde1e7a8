// One brick in work: which cached grids it may pin and stay within the budget.
import { bytesOf } from '../implement/index.js';
import { roundSize } from '../gpu/index.js';
import type { Region } from '../recipe/geometry.js';
import type { CacheEntry, GridCache } from './cache.js';
import type { Share } from './sizing.js';

/** Values by recipe hash. */
export type Values = Map<string, unknown>;

/**
 * The computation of one brick: the regions of its grids, and the bytes of the budget that it may
 * still take.
 */
export class Work {
  /** The values that it takes: a cache does not keep the largest. */
  readonly values: Values;
  readonly #share: Share;
  readonly #larger = new Set<CacheEntry>();
  readonly #held = new Set<CacheEntry>();
  #spare: number;

  /** Bricks of one grid share their values. */
  constructor(share: Share, values: Values) {
    this.values = values;
    this.#share = share;
    this.#spare = share.spare;
  }

  /** Holds a grid to the end of the work, if several of its nodes take it. */
  hold(entry: CacheEntry): void {
    if (!this.#share.takenAgain.has(entry.hash) || this.#held.has(entry)) return;
    entry.pins += 1;
    this.#held.add(entry);
  }

  /** Ends the work: what it held may make room. */
  end(cache: GridCache): void {
    for (const entry of this.#held) cache.release(entry);
    this.#held.clear();
  }

  /** The region of a grid that is computed. */
  regionOf(hash: string): Region | undefined {
    return this.#share.plan.get(hash);
  }

  /**
   * Whether a cached grid may be pinned where a smaller region was planned: only where the budget
   * has room for the rest of it, so that what was computed before never leaves too little.
   */
  allows(entry: CacheEntry, planned: Region): boolean {
    if (!this.wouldAllow(entry, planned)) return false;
    if (!this.#larger.has(entry)) this.#spare -= moreThanPlanned(entry, planned);
    this.#larger.add(entry);
    return true;
  }

  /** The same, and takes nothing of that room. */
  wouldAllow(entry: CacheEntry, planned: Region): boolean {
    return this.#larger.has(entry) || moreThanPlanned(entry, planned) <= Math.max(0, this.#spare);
  }
}

/** Bytes that a cached grid takes beyond those of the planned region. */
function moreThanPlanned({ grid: { buffer, meta } }: CacheEntry, planned: Region): number {
  return Math.max(0, buffer.buffer.size - roundSize(bytesOf(meta.storage, planned)));
}
