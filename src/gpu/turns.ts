// Whose work goes to a device next, and when.
import { SUBMISSION_MS, type Rates, type Share } from './rates.js';

/**
 * No more submissions are on their way, however short they are: enough for a page's small queries
 * of one turn, none of which then waits until another is noticed to be done.
 */
const MOST_SUBMISSIONS = 64;
/** Milliseconds in which a runtime notices that work is done, at most: Deno looks every 11 ms. */
const NOTICE = 12;
/** How many times longer a time is than that, so that the latter matters little. */
const LONG = 4;

/** What was submitted, and the milliseconds that it is feared to take. */
export interface Sent {
  readonly shares: readonly Share[];
  readonly ms: number;
}

interface Waiting {
  readonly urgent: boolean;
  readonly go: () => void;
}

const TURNS = new WeakMap<GPUDevice, Turns>();

/**
 * Lets submissions go to a device while what is on its way takes no longer than two should, or is
 * one, and measures what they take.
 */
export class Turns {
  readonly #device: GPUDevice;
  readonly #rates: Rates;
  readonly #waiting: Waiting[] = [];
  #lost = false;
  /** Submissions on their way, and the milliseconds that they are feared to take. */
  #submissions = 0;
  #ms = 0;
  /** What is done and not learnt from yet, and whether some of it is news. */
  #done: Share[] = [];
  #noticed = false;
  /** When the GPU began with what is on its way, and whether it was idle before. */
  #since = 0;
  #afterIdle = true;
  /** The shortest time in which work was noticed to be done. */
  #notice = NOTICE;

  private constructor(device: GPUDevice, rates: Rates) {
    this.#device = device;
    this.#rates = rates;
    void device.lost.then(() => {
      this.#lost = true;
      this.#next();
    });
  }

  /** Those of a device: one, however many engines work on it. */
  static of(device: GPUDevice, rates: Rates): Turns {
    let turns = TURNS.get(device);
    if (turns === undefined) {
      turns = new Turns(device, rates);
      TURNS.set(device, turns);
    }
    return turns;
  }

  /**
   * Calls `submit` once there is room, and resolves then. On a lost device it is called at once.
   *
   * @param urgent - Goes before all that is not, as what a user is looking at.
   * @param done - Called when the work is done.
   */
  take(
    urgent: boolean,
    submit: () => Sent,
    done: (shares: readonly Share[]) => void,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        try {
          this.#begin(submit(), done);
          resolve();
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      this.#waiting.push({ urgent, go });
      this.#next();
    });
  }

  #next(): void {
    while (this.#waiting.length > 0 && (this.#hasRoom || this.#lost)) {
      const urgent = this.#waiting.findIndex((each) => each.urgent);
      this.#waiting.splice(Math.max(0, urgent), 1)[0]?.go();
    }
  }

  get #hasRoom(): boolean {
    if (this.#submissions === 0) return true;
    // Behind one of a known time another may wait, however long it is: an adapter is not idle then
    // until it is noticed that it is done. What may take for ever is waited for.
    if (this.#submissions === 1 && this.#ms < Infinity) return true;
    return this.#ms <= SUBMISSION_MS && this.#submissions < MOST_SUBMISSIONS;
  }

  #begin({ shares, ms }: Sent, done: (shares: readonly Share[]) => void): void {
    if (this.#submissions === 0) {
      this.#learn();
      this.#since = performance.now();
      this.#afterIdle = true;
    }
    this.#submissions += 1;
    this.#ms += ms;
    const end = (): void => {
      this.#submissions -= 1;
      this.#ms = this.#submissions === 0 ? 0 : this.#ms - ms;
      this.#done.push(...shares);
      done(shares);
      this.#noticed = true;
      // Several may be noticed at once: they took the time together.
      queueMicrotask(() => {
        this.#learn();
        this.#next();
      });
    };
    this.#device.queue.onSubmittedWorkDone().then(end, end);
  }

  /** Learns from what is done, if that is news. */
  #learn(): void {
    if (!this.#noticed) return;
    this.#noticed = false;
    const now = performance.now();
    const took = now - this.#since;
    if (this.#afterIdle) this.#notice = Math.min(this.#notice, took);
    // While more is on its way, a time is measured that is long beside that in which it is noticed.
    if (this.#submissions > 0 && took < LONG * this.#notice) return;
    // Of a time that was noticed late, bounds are known; what was expected may lie within.
    const least = Math.max(0, took - this.#notice);
    const most = this.#afterIdle ? took : took + this.#notice;
    const expected = this.#rates.expected(this.#done);
    this.#rates.learn(this.#done, Math.min(Math.max(expected, least), most));
    this.#done = [];
    this.#since = now;
    this.#afterIdle = false;
  }
}
