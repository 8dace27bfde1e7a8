import type { Axis } from '../../recipe/geometry.js';
import type { Length } from '../../recipe/length.js';
import { optionsOf } from '../../recipe/params.js';
import { separate } from '../../segmentation/separate.js';
import { networkNode, type NetworkValue, type ThroatEstimator } from '../../transport/network.js';
import { concentrationNode, transportAxesNode, transportNode } from '../../transport/tortuosity.js';
import { Network } from '../network.js';
import type { Query } from '../query.js';
import { withProvenance, type Tortuosities, type Tortuosity } from '../results.js';
import type { Volume } from '../volume.js';
import { MaskStructure } from './mask_structure.js';

/** How transport through a phase is solved. */
export interface TransportOptions {
  /** 'closed' (default): no flux through the sides; 'periodic': the volume repeats. */
  readonly sides?: 'closed' | 'periodic' | undefined;
  /** Largest spread of the current between planes, relative: 0.0001 to 0.1. Default 0.001. */
  readonly tolerance?: number | undefined;
  /** Iterations after which the solve is given up, with an error. Default 200. */
  readonly maxIterations?: number | undefined;
}

/** How a pore space is made a network. */
export interface NetworkOptions {
  /** As in `separate()`. Default voxels(0.5). */
  readonly minContrast?: Length | undefined;
  /** As in `separate()`. Default 0.5. */
  readonly minDistance?: number | undefined;
  /** How areas of throats are estimated: 'crofton13' (default), 'crofton3' or 'faces' (a single slice takes this alone). */
  readonly estimator?: ThroatEstimator | undefined;
}

/** Transport through a phase. */
export abstract class MaskTransport extends MaskStructure {
  /**
   * The tortuosity factor ε D₀ / D_eff of the mask along an axis, or, without `axis`, along all three, with its root, D_eff / D₀,
   * the MacMullin number, the fraction and the part of it that percolates. In TauFactor's convention: fixed potentials half a
   * voxel outside the ends, no flux through the sides (or periodic ones), currents across faces of voxels; anisotropic
   * spacing counts. Infinite where nothing percolates.
   *
   * @throws VoxmetryError `limit` where it has not converged after `maxIterations`, or the volume does not fit the GPU whole.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(512).map((_, i) => (i % 8 < 4 ? 1 : 0));
   * const pore = (await lab.open({ data, size: [8, 8, 8] })).threshold({ lo: 1 });
   * const { tortuosityFactor, relative } = await pore.tortuosity({ axis: 'z' });
   * console.assert(Math.abs(tortuosityFactor! - 1) < 1e-4 && Math.abs(relative - 0.5) < 1e-4); // a straight slab
   * await lab.dispose();
   * ```
   */
  tortuosity(options: TransportOptions & { readonly axis: Axis }): Query<Tortuosity>;
  tortuosity(options?: TransportOptions): Query<Tortuosities>;
  tortuosity(
    options: TransportOptions & { readonly axis?: Axis } = {},
  ): Query<Tortuosity> | Query<Tortuosities> {
    const along = (): boolean => optionsOf('tortuosity', options).axis !== undefined;
    return this.askNode(
      () =>
        along()
          ? transportNode(this.node, { ...options })
          : transportAxesNode(this.node, { ...options }),
      withProvenance<Tortuosity & Tortuosities>(),
    );
  }

  /**
   * The potential (concentration, temperature) that drives the current along an axis (default 'z'): 1 at the lower end, 0 at the
   * upper one, NaN where the mask is not set or does not percolate.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(512).map((_, i) => (i % 8 < 4 ? 1 : 0));
   * const pore = (await lab.open({ data, size: [8, 8, 8] })).threshold({ lo: 1 });
   * const { data: c } = await pore.concentration({ axis: 'z' }).read();
   * console.assert(Math.abs(c[0]! - 15 / 16) < 1e-3 && Number.isNaN(c[7]!)); // half a voxel below the end at 1
   * await lab.dispose();
   * ```
   */
  concentration(
    options: TransportOptions & { readonly axis?: Axis | undefined } = {},
  ): Volume<'f32'> {
    const { axis, ...solver } = optionsOf('concentration', options);
    const params = axis === undefined ? solver : { ...solver, axis };
    return this.context.volume(concentrationNode(this.node, params));
  }

  /**
   * The pore network of the mask: parts as `separate()` makes them are the pores, their contacts the throats. Two tables under OpenPNM's
   * names (`pore.coords[0]`, `throat.conns[0]`, `throat.cross_sectional_area`, …), and as GraphML. The volumes of all pores add up to
   * that of the mask. `mask.separate(options).network()` is the same.
   *
   * @throws VoxmetryError `limit` where the volume does not fit the GPU whole; `invalid-argument` for a single slice, unless
   * `estimator` is 'faces'.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(27 * 13 * 13).map((_, i) => {
   *   const [x, y, z] = [i % 27, Math.floor(i / 27) % 13, Math.floor(i / 351)];
   *   return Math.min(Math.hypot(x - 7, y - 6, z - 6), Math.hypot(x - 19, y - 6, z - 6)) < 6.5 ? 1 : 0;
   * });
   * const pore = (await lab.open({ data, size: [27, 13, 13] })).threshold({ lo: 1 });
   * const { pores, throats } = await pore.network(); // two balls that touch
   * console.assert(pores.length === 2 && throats.length === 1);
   * await lab.dispose();
   * ```
   */
  network(options: NetworkOptions = {}): Query<Network> {
    return this.askNode(
      () => {
        const { estimator, ...parts } = optionsOf('network', options);
        const labels = this.apply(separate, { mask: this.node }, parts);
        return networkNode(labels, { estimator });
      },
      (value, provenance) => new Network(value as NetworkValue, provenance),
    );
  }
}
