// Lithium in a ball of active material.
import { Diffusion } from './diffusion.js';
import type { ElectrodeParameters } from './cell_parameters.js';

/** Shells of equal thickness. */
const SHELLS = 40;

/** Diffusion in a ball whose surface a flux leaves. Stoichiometries stand for concentrations. */
export class Particle {
  readonly #of: ElectrodeParameters;
  readonly #thickness: number;
  readonly #shells: Diffusion;
  #flux = 0;

  /** A particle of an even stoichiometry. */
  constructor(of: ElectrodeParameters, stoichiometry: number) {
    this.#of = of;
    this.#thickness = of.radius / SHELLS;
    const room = Float64Array.from(
      { length: SHELLS },
      (_, i) => ((i + 1) ** 3 - i ** 3) * (this.#thickness ** 3 / 3),
    );
    this.#shells = new Diffusion(room, stoichiometry);
  }

  /** A step in time at a flux out of the surface, in mol/(m² s). */
  step(dt: number, flux: number): void {
    const { diffusivity, radius, greatestConcentration } = this.#of;
    const h = this.#thickness;
    this.#flux = flux / greatestConcentration;
    this.#shells.step(
      dt,
      (i, x) => (((i + 1) * h) ** 2 * diffusivity((x[i]! + x[i + 1]!) / 2)) / h,
      (i) => (i === SHELLS - 1 ? -this.#flux * radius ** 2 : 0),
    );
  }

  /** The mean stoichiometry. */
  get mean(): number {
    const { values } = this.#shells;
    return values.reduce((sum, x, i) => sum + x * ((i + 1) ** 3 - i ** 3), 0) / SHELLS ** 3;
  }

  /** The stoichiometry at the surface, half a shell beyond the last value. */
  get surface(): number {
    const last = this.#shells.values[SHELLS - 1]!;
    return last - (this.#flux * this.#thickness) / 2 / this.#of.diffusivity(last);
  }
}
