// The electrolyte's salt across a cell.
import type { CellParameters, PorousLayer } from './cell_parameters.js';
import { Diffusion } from './diffusion.js';

/** Cells of each layer. */
const CELLS = 20;

/** Faraday's constant, C/mol. */
export const FARADAY = 96485.33212;

/** What a layer's electrolyte is on average. */
export interface SaltMeans {
  readonly concentration: number;
  readonly logarithm: number;
  readonly root: number;
  readonly conductivity: number;
}

/**
 * Salt in the pores of negative electrode, separator and positive electrode, of which a current
 * brings some into one electrode and takes it from the other.
 */
export class Salt {
  readonly #cell: CellParameters;
  readonly #layers: readonly PorousLayer[];
  readonly #salt: Diffusion;

  constructor(cell: CellParameters) {
    this.#cell = cell;
    this.#layers = [cell.negative, cell.separator, cell.positive];
    const room = this.#layers.flatMap(({ thickness, porosity }) =>
      Array<number>(CELLS).fill((thickness * porosity) / CELLS),
    );
    this.#salt = new Diffusion(Float64Array.from(room), cell.salt);
  }

  /** A step in time at a current per area, positive where the cell is discharged. */
  step(dt: number, current: number): void {
    const { saltDiffusivity, transference } = this.#cell;
    const gain = ((1 - transference) * current) / FARADAY / CELLS;
    // Half of a cell's resistance.
    const half = (i: number, c: number): number => {
      const { thickness, efficiency } = this.#layers[Math.floor(i / CELLS)]!;
      return thickness / CELLS / (2 * efficiency * saltDiffusivity(c));
    };
    this.#salt.step(
      dt,
      (i, c) => 1 / (half(i, c[i]!) + half(i + 1, c[i + 1]!)),
      (i) => (i < CELLS ? gain : i >= 2 * CELLS ? -gain : 0),
    );
  }

  /** The least concentration. */
  get least(): number {
    return this.#salt.values.reduce((least, c) => Math.min(least, c), Infinity);
  }

  /** The concentration at both ends of the cell. */
  get ends(): readonly [number, number] {
    const { values } = this.#salt;
    return [values[0]!, values.at(-1)!];
  }

  /** Means over negative electrode, separator and positive electrode. */
  means(): readonly SaltMeans[] {
    return this.#layers.map((_, k) => {
      const values = Array.from(this.#salt.values.subarray(k * CELLS, (k + 1) * CELLS));
      const mean = (of: (c: number) => number): number =>
        values.reduce((sum, c) => sum + of(c), 0) / CELLS;
      return {
        concentration: mean((c) => c),
        logarithm: mean(Math.log),
        root: mean(Math.sqrt),
        conductivity: mean(this.#cell.ionicConductivity),
      };
    });
  }
}
