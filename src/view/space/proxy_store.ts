import type { Gpu } from '../../gpu/index.js';
import { abortable } from '../../recipe/abortable.js';
import { hashNode } from '../../recipe/hash.js';
import { gridMeta, type Node } from '../../recipe/op.js';
import type { SpaceLayerState } from '../../recipe/view/state.js';
import type { ViewHost } from '../host.js';
import { makeProxy, type Proxy } from './proxy.js';
import { levelRange, type LevelRange } from './proxy_shape.js';

/** A proxy in use. */
export interface HeldProxy {
  readonly proxy: Proxy;
  release(): void;
}

interface Entry {
  readonly hash: string;
  readonly range: LevelRange;
  readonly making: Promise<Proxy>;
  readonly stop: AbortController;
  /** Who waits for it or draws it. */
  users: number;
  /** Once it is made. */
  proxy: Proxy | undefined;
}

/** How a store is set up. */
export interface ProxyStoreOptions {
  readonly gpu: Gpu;
  readonly host: Pick<ViewHost, 'lease'>;
  /** Voxels of a proxy along an axis at most; for tests. */
  readonly most?: number | undefined;
}

/** Bytes that proxies that nobody shows may take. */
const MOST_IDLE = 128 * 2 ** 20;
/** Milliseconds that a proxy is still made for, when nobody waits for it: the next state may. */
const PATIENCE = 1000;

/** The proxies of all scenes on a device: each is made once, and kept while there is room. */
export class ProxyStore {
  readonly #options: ProxyStoreOptions;
  /** The least recently used first. */
  readonly #entries = new Set<Entry>();

  constructor(options: ProxyStoreOptions) {
    this.#options = options;
  }

  /** The proxy of a layer's grid, made where there is none that shows its window. */
  async take(
    node: Node,
    layer: SpaceLayerState,
    signal: AbortSignal | undefined,
  ): Promise<HeldProxy> {
    const hash = hashNode(node);
    const known = [...this.#entries].reverse().find((entry) => entry.hash === hash);
    const range = levelRange(gridMeta(node), layer, known?.range);
    const fits = known?.range[0] === range[0] && known.range[1] === range[1];
    const entry = fits ? known : this.#make(node, hash, range);
    this.#entries.delete(entry);
    this.#entries.add(entry);
    entry.users += 1;
    let held = true;
    const release = (): void => {
      if (held) this.#release(entry);
      held = false;
    };
    try {
      return { proxy: await abortable(entry.making, signal), release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Drops all that nobody shows, and what is still made for nobody. */
  clear(): void {
    for (const entry of this.#entries)
      if (entry.users === 0 && entry.proxy === undefined) {
        this.#entries.delete(entry);
        entry.stop.abort();
      }
    this.#evictTo(0);
  }

  #make(node: Node, hash: string, range: LevelRange): Entry {
    const stop = new AbortController();
    const making = makeProxy(node, { ...this.#options, range, signal: stop.signal });
    const entry: Entry = { hash, range, making, stop, users: 0, proxy: undefined };
    this.#entries.add(entry);
    making.then(
      (proxy) => {
        entry.proxy = proxy;
      },
      () => this.#entries.delete(entry),
    );
    return entry;
  }

  #release(entry: Entry): void {
    entry.users -= 1;
    if (entry.users > 0) return;
    if (entry.proxy !== undefined) this.#evictTo(MOST_IDLE);
    else
      setTimeout(() => {
        if (entry.users > 0 || entry.proxy !== undefined) return;
        this.#entries.delete(entry);
        entry.stop.abort();
      }, PATIENCE);
  }

  #evictTo(bytes: number): void {
    const idle = [...this.#entries].filter((entry) => entry.users === 0);
    const bytesOf = ({ proxy }: Entry): number => proxy?.bytes ?? 0;
    let sum = idle.reduce((total, entry) => total + bytesOf(entry), 0);
    for (const entry of idle) {
      if (sum <= bytes) return;
      if (entry.proxy === undefined) continue;
      sum -= bytesOf(entry);
      this.#entries.delete(entry);
      entry.proxy.dispose();
    }
  }
}
