// Implicit finite volumes for diffusion along one coordinate, second order in time.

/**
 * Concentrations in cells between closed ends: ∂(w c)/∂t = ∂(G ∂c) + s, by the second backward
 * differentiation formula (the first step by the first). What is there changes by the sources
 * alone, to rounding.
 */
export class Diffusion {
  /** Room of each cell: its volume times its porosity. */
  readonly #room: Float64Array;
  #now: Float64Array;
  #before: Float64Array | undefined;

  constructor(room: Float64Array, concentration: number) {
    this.#room = room;
    this.#now = new Float64Array(room.length).fill(concentration);
  }

  /** The concentration in each cell. */
  get values(): Float64Array {
    return this.#now;
  }

  /**
   * A step in time. `conductance(i, c)` is that between cells i and i + 1 at what the
   * concentrations are foreseen to be, `sources` what each cell gains per time.
   */
  step(
    dt: number,
    conductance: (i: number, foreseen: Float64Array) => number,
    sources: (i: number) => number,
  ): void {
    const [now, before] = [this.#now, this.#before];
    const n = now.length;
    const foreseen = before === undefined ? now : now.map((c, i) => 2 * c - before[i]!);
    const between = Array.from({ length: n - 1 }, (_, i) => conductance(i, foreseen));
    // Thomas's algorithm for the tridiagonal system of the new values.
    const upper = new Float64Array(n);
    const next = new Float64Array(n);
    for (let i = 0; i < n; i += 1) {
      const room = this.#room[i]! / dt;
      const left = i === 0 ? 0 : between[i - 1]!;
      const right = i === n - 1 ? 0 : between[i]!;
      const [weight, past] =
        before === undefined ? [1, now[i]!] : [1.5, 2 * now[i]! - 0.5 * before[i]!];
      const pivot = weight * room + left + right - left * (upper[i - 1] ?? 0);
      upper[i] = right / pivot;
      next[i] = (room * past + sources(i) + left * (next[i - 1] ?? 0)) / pivot;
    }
    for (let i = n - 2; i >= 0; i -= 1) next[i]! += upper[i]! * next[i + 1]!;
    this.#before = now;
    this.#now = next;
  }
}
