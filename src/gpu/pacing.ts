// How long dispatches take, learnt from the submissions before.

/** Milliseconds that one submission should take at most; two are on their way. */
export const SUBMISSION_MS = 25;

/** Milliseconds per byte until a kernel has been measured: a GPU at 100 GB/s. */
const GPU_RATE = 1e-8;
/** The same of an adapter that is a processor. */
const SOFTWARE_RATE = 1e-6;
/** Counted beside the bytes of every dispatch, since starting one costs time as well. */
const BYTES_OF_START = 1e5;
/**
 * A kernel that has not run in this run yet may take so many times longer than it did with other
 * parameters, such as a smaller window.
 */
const CAUTION = 8;

/** Below so many milliseconds caution goes no further: many small dispatches are not worth a wait. */
const CARELESS_MS = 1;

/** What a dispatch of a kernel may take that was never measured. */
const UNKNOWN_MS = SUBMISSION_MS / 4;

/** What a submission did of a kernel. */
export interface Share {
  readonly kernel: string;
  readonly bytes: number;
}

/** Milliseconds after which finished work is learnt from: less tells nothing. */
const MEASURABLE = 4;
/** Milliseconds in which a runtime may notice that work is done: Deno looks every 11 ms or so. */
const NOTICE = 10;

const PACINGS = new WeakMap<GPUDevice, Pacing>();

/**
 * Measured times of kernels on one device, as milliseconds per declared byte, and the work that is
 * on its way there.
 */
export class Pacing {
  readonly #rates = new Map<string, number>();
  readonly #first: number;
  /** Submissions on their way, and the milliseconds that they are expected to take. */
  #submissions = 0;
  #ms = 0;
  /** What is done and not learnt from yet; since when; and whether the GPU was idle before. */
  #done: Share[] = [];
  #since = 0;
  #doneAt = 0;
  #afterIdle = true;

  constructor(software: boolean) {
    this.#first = software ? SOFTWARE_RATE : GPU_RATE;
  }

  /** That of a device: one, however many engines work on it. */
  static of(device: GPUDevice, software: boolean): Pacing {
    let pacing = PACINGS.get(device);
    if (pacing === undefined) {
      pacing = new Pacing(software);
      PACINGS.set(device, pacing);
    }
    return pacing;
  }

  /** Whether another submission may go: no more than the time of two is to be on its way. */
  get hasRoom(): boolean {
    return this.#submissions === 0 || this.#ms < SUBMISSION_MS;
  }

  /**
   * Milliseconds that a dispatch is expected to take.
   *
   * @param met - Whether the run has been through the kernel before.
   */
  expected({ kernel, bytes }: Share, met: boolean): number {
    const ms = this.#rate(kernel) * (bytes + BYTES_OF_START);
    // Of a kernel that was never measured a few dispatches go first, whatever they say they move.
    if (!this.#rates.has(kernel)) return Math.max(ms, UNKNOWN_MS);
    if (met) return ms;
    return ms < CARELESS_MS ? Math.min(CAUTION * ms, CARELESS_MS) : CAUTION * ms;
  }

  /** Says that work was submitted. What is returned says that it is done. */
  begin(shares: readonly Share[]): () => void {
    const ms = this.#time(shares);
    if (this.#submissions === 0) {
      this.#since = performance.now();
      this.#afterIdle = true;
    }
    this.#submissions += 1;
    this.#ms += ms;
    return () => {
      this.#submissions -= 1;
      this.#ms = this.#submissions === 0 ? 0 : this.#ms - ms;
      this.#done.push(...shares);
      // Several may be noticed at once, and took the time together.
      if (this.#done.length === shares.length)
        setTimeout(() => {
          this.#learnFromDone();
        }, 0);
      this.#doneAt = performance.now();
    };
  }

  #learnFromDone(): void {
    const took = this.#doneAt - this.#since;
    if (took < MEASURABLE && this.#submissions > 0) {
      // The next ones are noticed soon.
      setTimeout(() => {
        this.#learnFromDone();
      }, MEASURABLE);
      return;
    }
    // After idleness, most of a short time is that in which its end was noticed: it only shows that
    // the work takes no longer.
    const worked = took > 2 * NOTICE ? took - NOTICE : Math.min(took, this.#time(this.#done));
    this.learn(this.#done, this.#afterIdle ? worked : took);
    this.#done = [];
    this.#since = this.#doneAt;
    this.#afterIdle = false;
  }

  /** Learns from work that took so long: each kernel by its share of what was expected. */
  learn(shares: readonly Share[], ms: number): void {
    for (const { kernel } of shares) this.#rates.set(kernel, this.#rate(kernel));
    const total = this.#time(shares);
    if (total === 0) return;
    const factor = Math.max(ms, 0.01) / total;
    const weights = new Map<string, number>();
    for (const share of shares)
      weights.set(
        share.kernel,
        (weights.get(share.kernel) ?? 0) + this.expected(share, true) / total,
      );
    for (const [kernel, weight] of weights)
      this.#rates.set(kernel, this.#rate(kernel) * factor ** weight);
  }

  #time(shares: readonly Share[]): number {
    return shares.reduce((sum, share) => sum + this.expected(share, true), 0);
  }

  #rate(kernel: string): number {
    return this.#rates.get(kernel) ?? this.#first;
  }
}
