// How long dispatches take on an adapter, learnt from what they took before.
import type { AdapterInfo } from '../recipe/adapter.js';

/** Milliseconds that one submission should take at most; two are on their way. */
export const SUBMISSION_MS = 25;

/** Milliseconds per byte until a kernel is measured: a GPU at 100 GB/s. */
const GPU_RATE = 1e-8;
/** The same of an adapter that is a processor. */
const SOFTWARE_RATE = 1e-6;
/** Counted beside the bytes of a dispatch, since starting one costs time as well. */
const BYTES_OF_START = 1e5;
/** Dispatches of fewer bytes are never waited for: what they take at worst is soon over. */
const LARGE = 4e6;
/**
 * A large dispatch may take so many times longer than its kernel did in the runs before, with other
 * parameters, such as a smaller window.
 */
const CAUTION = 8;
/** So many dispatches are known again at most. */
const MOST_KNOWN = 4096;
/** What a small dispatch is taken for at least until its kernel is measured. */
const UNKNOWN_MS = SUBMISSION_MS / 16;

/** A single time changes a rate so many times at most: a first run may wait for a compiler. */
const MOST_AT_ONCE = 8;

/** What a submission does of a kernel. */
export interface Share {
  /** The kernel, and its constants: they choose what it does. */
  readonly kernel: string;
  /** Of a large dispatch its kernel and its parameters: by them it is known again. */
  readonly work?: string | undefined;
  readonly bytes: number;
}

/** The share of a dispatch by its kernel with constants, its declared bytes and its parameters. */
export function shareOfDispatch(
  kernel: string,
  bytes: number,
  uniforms: Uint8Array | undefined,
): Share {
  const work = bytes < LARGE ? undefined : `${kernel} ${String(bytes)} ${uniforms?.join() ?? ''}`;
  return { kernel, work, bytes };
}

const ADAPTERS = new Map<string, Rates>();

/** Measured times of kernels on an adapter, as milliseconds per declared byte. */
export class Rates {
  readonly #rates = new Map<string, number>();
  /** Large dispatches that were done, by kernel and parameters. */
  readonly #known = new Set<string>();
  readonly #first: number;

  constructor(software: boolean) {
    this.#first = software ? SOFTWARE_RATE : GPU_RATE;
  }

  /** Those of an adapter: what one device learns serves the next. */
  static of({ vendor, architecture, device, description, software }: AdapterInfo): Rates {
    const name = JSON.stringify([vendor, architecture, device, description]);
    let rates = ADAPTERS.get(name);
    if (rates === undefined) {
      rates = new Rates(software);
      ADAPTERS.set(name, rates);
    }
    return rates;
  }

  /**
   * Milliseconds that a dispatch is feared to take: infinitely many where it is large and its
   * kernel unknown, so that a small part of it is measured first. One that was done before, with
   * the same parameters, is as harmless as one whose kernel was measured in the same run.
   *
   * @param met - Whether the kernel was measured in the same run.
   */
  feared(share: Share, met: boolean): number {
    const ms = this.#expected(share);
    const large = share.bytes >= LARGE;
    if (!this.#rates.has(share.kernel)) return large ? Infinity : Math.max(ms, UNKNOWN_MS);
    const known = met || (share.work !== undefined && this.#known.has(share.work));
    return large && !known ? CAUTION * ms : ms;
  }

  /** Milliseconds that dispatches are expected to take together. */
  expected(shares: readonly Share[]): number {
    return shares.reduce((sum, share) => sum + this.#expected(share), 0);
  }

  /** Learns from dispatches that took so long: each kernel by its share of what was expected. */
  learn(shares: readonly Share[], ms: number): void {
    for (const { work } of shares) if (work !== undefined) this.#remember(work);
    const total = this.expected(shares);
    if (total === 0) return;
    const weights = new Map<string, number>();
    for (const share of shares)
      weights.set(share.kernel, (weights.get(share.kernel) ?? 0) + this.#expected(share) / total);
    const factor = Math.min(Math.max(ms / total, 1 / MOST_AT_ONCE), MOST_AT_ONCE);
    for (const [kernel, weight] of weights)
      this.#rates.set(kernel, this.#rate(kernel) * factor ** weight);
  }

  #remember(work: string): void {
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.add(work);
  }

  #expected({ kernel, bytes }: Share): number {
    return this.#rate(kernel) * (bytes + BYTES_OF_START);
  }

  #rate(kernel: string): number {
    return this.#rates.get(kernel) ?? this.#first;
  }
}
