import { asVolume } from '../filters/as_volume.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Axis } from '../recipe/geometry.js';
import type { Node } from '../recipe/op.js';
import { optionsOf } from '../recipe/params.js';
import { components, type Connectivity } from '../segmentation/components.js';
import { distance } from '../segmentation/distance.js';
import { equals } from '../segmentation/equals.js';
import { concentrationNode, transportAxesNode, transportNode } from '../transport/tortuosity.js';
import type { Labels } from './labels.js';
import type { DistanceOptions, Mask } from './mask.js';
import type { TransportOptions } from './methods/mask_transport.js';
import { PhaseInterfaces } from './methods/phase_interfaces.js';
import type { Query } from './query.js';
import { withProvenance, type Tortuosities, type Tortuosity } from './results.js';
import type { Volume } from './volume.js';

/** A grid in which every voxel is of a named material. */
export class Phases<N extends string = string> extends PhaseInterfaces<N> {
  /**
   * The code of each material.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 7]), size: [2, 1, 1] });
   * console.assert(scan.toPhases({ pore: 0, dirt: 7 }).codes.dirt === 7);
   * await lab.dispose();
   * ```
   */
  get codes(): Readonly<Record<N, number>> {
    return this.meta.phases as Readonly<Record<N, number>>;
  }

  /** Names of the materials. */
  get names(): readonly N[] {
    return Object.keys(this.codes) as N[];
  }

  /**
   * Mask of one material, or of several together.
   *
   * @throws VoxmetryError `invalid-argument` for a name that is none of `names`.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 1, 2, 1]), size: [4, 1, 1] });
   * const phases = scan.toPhases({ pore: 0, nmc: 1, binder: 2 });
   * console.assert((await phases.phase('nmc', 'binder').read()).data.join() === '0,1,1,1');
   * await lab.dispose();
   * ```
   */
  phase(...names: readonly [N, ...N[]]): Mask {
    const values = names.map((name) => {
      if (typeof name !== 'string' || !Object.hasOwn(this.codes, name))
        throw invalidArgument('phase', 'name', name, this.names.map((n) => `'${n}'`).join(', '));
      return this.codes[name];
    });
    return this.context.mask(this.apply(equals, { grid: this.node }, { values }));
  }

  /**
   * Connected components of equal material; every material counts.
   * `connectivity`: 6 (faces; default), 18 (and edges) or 26 (and corners).
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 0, 1, 0]), size: [4, 1, 1] });
   * console.assert((await scan.toPhases({ pore: 0, solid: 1 }).components().read()).data.join() === '1,1,2,3');
   * await lab.dispose();
   * ```
   */
  components(options: { readonly connectivity?: Connectivity | undefined } = {}): Labels {
    return this.context.labels(this.apply(components, { grid: this.node }, options));
  }

  /**
   * The exact Euclidean distance of every voxel to the nearest voxel of another material.
   * In the grid's unit, or in voxels with `units: 'index'`; 19 B/voxel.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 0, 0, 1, 1]), size: [5, 1, 1] });
   * console.assert((await scan.toPhases({ pore: 0, solid: 1 }).distance().read()).data.join() === '3,2,1,1,2');
   * await lab.dispose();
   * ```
   */
  distance(options: DistanceOptions = {}): Volume<'f32'> {
    return this.context.volume(this.apply(distance, { objects: this.node }, options));
  }

  /**
   * The effective coefficient (conductivity, diffusivity) of the mixture along an axis, or along all three: `relative`, in the
   * unit of the coefficients. As `mask.tortuosity()`; between voxels of two materials the harmonic mean counts.
   *
   * @param options - `coefficients` by name, ≥ 0; materials without one do not conduct. `axis`; and how it is solved.
   * @throws VoxmetryError `limit` where it has not converged after `maxIterations`, or the volume does not fit the GPU whole.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(512).map((_, i) => (i % 8 < 4 ? 0 : 1)); // two slabs across x
   * const phases = (await lab.open({ data, size: [8, 8, 8] })).toPhases({ a: 0, b: 1 });
   * const { x, z } = await phases.conductivity({ coefficients: { a: 1, b: 3 } });
   * console.assert(Math.abs(z.relative - 2) < 0.01 && Math.abs(x.relative - 1.5) < 0.01); // mean; harmonic mean
   * await lab.dispose();
   * ```
   */
  conductivity(
    options: TransportOptions & {
      readonly axis: Axis;
      readonly coefficients: Readonly<Partial<Record<N, number>>>;
    },
  ): Query<Tortuosity>;
  conductivity(
    options: TransportOptions & { readonly coefficients: Readonly<Partial<Record<N, number>>> },
  ): Query<Tortuosities>;
  conductivity(
    options: TransportOptions & {
      readonly axis?: Axis;
      readonly coefficients: Readonly<Partial<Record<N, number>>>;
    },
  ): Query<Tortuosity> | Query<Tortuosities> {
    return this.askNode(
      () =>
        optionsOf('conductivity', options).axis === undefined
          ? transportAxesNode(this.node, { ...options })
          : transportNode(this.node, { ...options }),
      withProvenance<Tortuosity & Tortuosities>(),
    );
  }

  /**
   * The potential (concentration, temperature) that drives the current of `conductivity()` along an axis (default 'z'): 1 at the lower
   * end, 0 at the upper one, NaN where nothing conducts from end to end.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(512).map((_, i) => (i % 8 < 4 ? 0 : 1)); // two slabs across x
   * const phases = (await lab.open({ data, size: [8, 8, 8] })).toPhases({ a: 0, b: 1 });
   * const { data: c } = await phases.concentration({ axis: 'x', coefficients: { a: 1, b: 3 } }).read();
   * console.assert(Math.abs(c[3]! + c[4]! - 0.5) < 0.1 && c[0]! > 0.9 && c[7]! < 0.1); // falls by 3/4 in a, 1/4 in b
   * await lab.dispose();
   * ```
   */
  concentration(
    options: TransportOptions & {
      readonly axis?: Axis | undefined;
      readonly coefficients: Readonly<Partial<Record<N, number>>>;
    },
  ): Volume<'f32'> {
    const { axis, ...solver } = optionsOf('concentration', options);
    return this.context.volume(
      concentrationNode(this.node, axis === undefined ? solver : { ...solver, axis }),
    );
  }

  /**
   * The thresholds that made these phases, rising, where `multiOtsu` chose them.
   *
   * @throws VoxmetryError `invalid-argument` for phases that `multiOtsu` did not make.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([10, 90, 52, 12, 50, 95]), size: [6, 1, 1] });
   * const phases = scan.multiOtsu(['pore', 'binder', 'active']);
   * console.assert((await phases.thresholds()).join() === '12,52');
   * await lab.dispose();
   * ```
   */
  thresholds(): Query<number[]> {
    return this.askNode(
      () => {
        const thresholds = this.node.inputs['thresholds'];
        if (thresholds === undefined)
          throw invalidArgument(
            'thresholds',
            'phases',
            `made by ${this.node.op.name}`,
            'phases made by multiOtsu',
          );
        return thresholds;
      },
      (value) => Array.from(value as Float64Array),
    );
  }

  /**
   * The codes as a u8 volume.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 7, 3]), size: [3, 1, 1] });
   * const phases = scan.toPhases({ pore: 0, solid: 3, dirt: 7 });
   * console.assert((await phases.asVolume().read()).data.join() === '0,7,3');
   * await lab.dispose();
   * ```
   */
  asVolume(): Volume<'u8'> {
    return this.context.volume(this.apply(asVolume, { grid: this.node }));
  }

  protected override wrap(node: Node): Phases<N> {
    return new Phases(this.context, node);
  }
}
