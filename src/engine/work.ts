// One brick in work: which cached grids it may pin and stay within the budget.
import { bytesOf } from '../implement/index.js';
import { roundSize } from '../gpu/index.js';
import type { Region } from '../recipe/geometry.js';
import type { CacheEntry } from './cache.js';
import type { Share } from './sizing.js';

/**
 * The computation of one brick: the regions of its grids, and the bytes of the budget that it may
 * still take.
 */
export class Work {
  readonly #share: Share;
  readonly #larger = new Set<CacheEntry>();
  #spare: number;

  constructor(share: Share) {
    this.#share = share;
    this.#spare = share.spare;
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
    if (this.#larger.has(entry)) return true;
    const { buffer, meta } = entry.grid;
    const more = buffer.buffer.size - roundSize(bytesOf(meta.storage, planned));
    if (more > Math.max(0, this.#spare)) return false;
    this.#spare -= Math.max(0, more);
    this.#larger.add(entry);
    return true;
  }
}
