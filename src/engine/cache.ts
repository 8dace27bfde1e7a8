// Cache of grids by recipe hash, least recently used first out.
import type { BufferPool } from '../gpu/pool.js';
import type { GpuGrid } from '../implement/index.js';
import { containsRegion, type Region } from '../recipe/geometry.js';

/** A computed grid in the cache. It is evicted only while nobody pins it. */
export interface CacheEntry {
  readonly hash: string;
  readonly grid: GpuGrid;
  pins: number;
}

/** Computed grids by recipe hash, least recently used first out. */
export class GridCache {
  readonly #pool: BufferPool;
  /** Insertion order is order of use. */
  readonly #entries = new Set<CacheEntry>();
  readonly #byHash = new Map<string, Set<CacheEntry>>();
  #bytes = 0;

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes of grids that nobody pins. */
  get unpinned(): number {
    let bytes = 0;
    for (const { pins, grid } of this.#entries) if (pins === 0) bytes += grid.buffer.buffer.size;
    return bytes;
  }

  /** Whether a grid is there that holds the region and may be used. */
  has(hash: string, region: Region, allowed: (entry: CacheEntry) => boolean): boolean {
    return this.#lookup(hash, region, allowed) !== undefined;
  }

  /** Finds a grid that holds the region and may be used, and pins it. */
  find(
    hash: string,
    region: Region,
    allowed: (entry: CacheEntry) => boolean,
  ): CacheEntry | undefined {
    const entry = this.#lookup(hash, region, allowed);
    if (entry === undefined) return undefined;
    entry.pins += 1;
    this.#entries.delete(entry);
    this.#entries.add(entry);
    return entry;
  }

  /** Adds a grid with so many pins. */
  add(hash: string, grid: GpuGrid, pins: number): CacheEntry {
    const entry: CacheEntry = { hash, grid, pins };
    this.#entries.add(entry);
    const same = this.#byHash.get(hash);
    if (same === undefined) this.#byHash.set(hash, new Set([entry]));
    else same.add(entry);
    this.#bytes += grid.buffer.buffer.size;
    return entry;
  }

  /** Takes one pin away. */
  release(entry: CacheEntry): void {
    entry.pins -= 1;
  }

  /**
   * Evicts unpinned grids until at most `target` bytes are lent out, as far as that is possible.
   */
  evictTo(target: number): void {
    for (const entry of this.#entries) {
      if (this.#pool.stats.live <= target) return;
      if (entry.pins === 0) this.#drop(entry);
    }
  }

  /** Evicts everything that nobody pins, or (with a hash) only grids of that node. */
  clear(hash?: string): void {
    for (const entry of this.#entries)
      if (entry.pins === 0 && (hash === undefined || entry.hash === hash)) this.#drop(entry);
  }

  #lookup(
    hash: string,
    region: Region,
    allowed: (entry: CacheEntry) => boolean,
  ): CacheEntry | undefined {
    for (const entry of this.#byHash.get(hash) ?? [])
      if (containsRegion(entry.grid.region, region) && allowed(entry)) return entry;
    return undefined;
  }

  #drop(entry: CacheEntry): void {
    this.#entries.delete(entry);
    const same = this.#byHash.get(entry.hash);
    same?.delete(entry);
    if (same?.size === 0) this.#byHash.delete(entry.hash);
    this.#bytes -= entry.grid.buffer.buffer.size;
    this.#pool.giveBack(entry.grid.buffer);
  }
}
