import type { Axis } from '../../recipe/geometry.js';
import { optionsOf } from '../../recipe/params.js';
import { concentrationNode, transportAxesNode, transportNode } from '../../transport/tortuosity.js';
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
   */
  concentration(
    options: TransportOptions & { readonly axis?: Axis | undefined } = {},
  ): Volume<'f32'> {
    const { axis, ...solver } = optionsOf('concentration', options);
    const params = axis === undefined ? solver : { ...solver, axis };
    return this.context.volume(concentrationNode(this.node, params));
  }
}
