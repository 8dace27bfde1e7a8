// Coarse levels of an algebraic multigrid by aggregation, in a W-cycle, on the GPU.
import type { PooledBuffer, Run } from '../gpu/index.js';
import {
  transportGather,
  transportInverse,
  transportJoin,
  transportLast,
  transportParts,
  transportRelax,
  transportRise,
  LAST_PLACES,
} from '../kernels/transport/index.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { placesOf } from './places.js';

/**
 * Half sweeps (one colour each) that stand for the solve on the coarsest level. The number is odd,
 * so that their sequence is symmetric.
 */
const LAST_SWEEPS = 23;
/**
 * The part of the conductance between aggregates that counts on the next level. Piecewise constant
 * corrections are too small, which halving the conductances makes up for; but corrections of modes
 * that are piecewise constant themselves then become 1 / KEPT times too large. Every level corrects
 * twice (W-cycle), so (1 − 1 / KEPT)² has to be below 1 on every level down to the last, or the
 * preconditioner is not positive definite.
 */
const KEPT = 0.55;

/** A coarse level: cells of some unknowns each. */
interface Cells {
  readonly size: Vec3;
  readonly layers: number;
  /**
   * Axes along which the level is periodic; and those along which the sweeps use the periodic link.
   */
  readonly repeats: Vec3;
  readonly wrap: Vec3;
  readonly conductances: PooledBuffer;
  readonly r: PooledBuffer;
  readonly z: PooledBuffer;
  /** The inverse diagonal for the unknowns of red cells. */
  readonly inverse: PooledBuffer;
  /**
   * For each unknown, the aggregate that it belongs to on the next level; none on the last level.
   */
  parts?: PooledBuffer;
}

/** Words of the three faces below a cell. */
const wordsOf = (layers: number): number => Math.ceil((3 * layers * layers) / 2);

/**
 * Bytes of conductances that one pass over a level reads. A pass over one colour reads as many,
 * since each face belongs to one cell of each colour.
 */
const facesBytes = (cells: Cells): number => 4 * wordsOf(cells.layers) * placesOf(cells.size);

const vectorBytes = ({ size, layers }: Cells): number => 4 * layers * placesOf(size);

/** Bytes of the aggregation map of a level, which is stored with the cells of the next. */
const partsBytes = (layers: number, coarse: Vec3): number =>
  4 * Math.ceil(layers / 2) * placesOf(coarse);

/**
 * Fills in the conductances of the first coarse level: for each cell those of its three lower
 * faces, as half words in two words.
 */
export type FirstLevel = (dst: PooledBuffer, size: Vec3, places: number) => void;

/** Bytes of a level's buffers but its parts: of its conductances, a vector and the inverse. */
function cellsBytes(size: Vec3, layers: number) {
  const faces = volumeOf(map3((i) => size[i] + 1));
  return {
    conductances: 4 * wordsOf(layers) * faces,
    vector: 4 * layers * placesOf(size),
    inverse: 2 * layers * placesOf(size),
  };
}

/** The size of the level below one of a size: half as many cells along each axis. */
const halved = (size: Vec3): Vec3 => map3((i) => Math.ceil(size[i] / 2));

/** Unknowns of a cell on the level below one of so many. */
const layersBelow = (layers: number): number => (layers === 1 ? 2 : 3);

/** Bytes of the buffers of all coarse levels below a finest one. */
export function coarseBytes(finest: Vec3): number[] {
  const all: number[] = [];
  let [size, layers] = [halved(finest), 1];
  for (;;) {
    const { conductances, vector, inverse } = cellsBytes(size, layers);
    all.push(conductances, vector, vector, inverse);
    if (placesOf(size) <= LAST_PLACES) return all;
    size = halved(size);
    all.push(partsBytes(layers, size));
    layers = layersBelow(layers);
  }
}

/**
 * The coarse levels of the multigrid. A cell is 2×2×2 cells of the level before. What is not
 * connected within a cell becomes separate unknowns: up to two on the second level, up to three on
 * the later ones, so that pores that lie side by side stay separate. With one unknown per cell,
 * conjugate gradients take more than twice the steps near the percolation threshold. On the first
 * coarse level, the few parts that share a cell are one unknown. Every level calls the next one
 * twice (W-cycle).
 *
 * Where a periodic axis has an odd number of cells, a red cell meets a red one across the ends:
 * there the sweeps leave that link out.
 */
export class CoarseLevels {
  readonly #run: Run;
  readonly #levels: Cells[] = [];

  /**
   * The first level has half as many cells along each axis as `finest`, which is periodic along
   * `wrap`.
   */
  constructor(run: Run, finest: Vec3, wrap: Vec3, fill: FirstLevel) {
    this.#run = run;
    const first = this.#alloc(halved(finest), 1, wrap);
    fill(first.conductances, first.size, volumeOf(map3((i) => first.size[i] + 1)));
    this.#invert(first);
    for (let fine = first; placesOf(fine.size) > LAST_PLACES;) fine = this.#coarser(fine);
  }

  /**
   * The first coarse level: its size, its residual and its correction (one value per cell), and the
   * inverse diagonal by which its red cells are swept from zero.
   */
  get first(): Pick<Cells, 'size' | 'r' | 'z' | 'inverse'> {
    return this.#levels[0]!;
  }

  /** Records a cycle on the first coarse level, whose red cells must have been swept from zero. */
  correct(): void {
    this.#cycle(0);
  }

  release(): void {
    for (const { conductances, r, z, inverse, parts } of this.#levels)
      this.#run.free(conductances, r, z, inverse, parts);
  }

  #alloc(size: Vec3, layers: number, repeats: Vec3): Cells {
    const bytes = cellsBytes(size, layers);
    const cells = {
      size,
      layers,
      repeats,
      wrap: map3((i) => (size[i] % 2 === 0 ? repeats[i] : 0)),
      conductances: this.#run.alloc(bytes.conductances, 'coarse conductances'),
      r: this.#run.alloc(bytes.vector, 'coarse residual'),
      z: this.#run.alloc(bytes.vector, 'coarse correction'),
      inverse: this.#run.alloc(bytes.inverse, 'inverse diagonal'),
    };
    this.#levels.push(cells);
    return cells;
  }

  #coarser(fine: Cells): Cells {
    const { size, conductances, repeats, layers } = fine;
    const coarse = this.#alloc(halved(size), layersBelow(layers), repeats);
    const constants = { LAYERS: layers, COARSE_LAYERS: coarse.layers };
    const bytes = partsBytes(layers, coarse.size);
    const parts = this.#run.alloc(bytes, 'parts of coarse cells');
    fine.parts = parts;
    this.#run.dispatch(transportParts, {
      buffers: { conductances, dst: parts },
      params: { size, wrap: repeats, coarse: coarse.size },
      constants,
      size: { invocations: placesOf(coarse.size) },
      traffic: { read: facesBytes(fine) },
    });
    const faces = volumeOf(map3((i) => coarse.size[i] + 1));
    this.#run.dispatch(transportJoin, {
      buffers: { conductances, parts, dst: coarse.conductances },
      params: { size, wrap: repeats, coarse: coarse.size, kept: KEPT },
      constants,
      size: { invocations: faces },
      traffic: { read: facesBytes(fine) + bytes },
    });
    this.#invert(coarse);
    return coarse;
  }

  #invert(cells: Cells): void {
    const { size, repeats, layers, conductances, inverse } = cells;
    this.#run.dispatch(transportInverse, {
      buffers: { conductances, dst: inverse },
      params: { size, wrap: repeats },
      constants: { LAYERS: layers },
      size: { invocations: placesOf(size) / 2 },
      traffic: { read: facesBytes(cells) },
    });
  }

  #cycle(k: number): void {
    const cells = this.#levels[k]!;
    const coarse = this.#levels[k + 1];
    if (coarse === undefined || cells.parts === undefined) {
      this.#last(cells);
      return;
    }
    for (let turn = 0; turn < 2; turn += 1) {
      this.#relax(cells, 1);
      this.#gather(cells, cells.parts, coarse);
      this.#cycle(k + 1);
      this.#rise(cells, cells.parts, coarse);
      this.#relax(cells, 0);
    }
  }

  #relax(cells: Cells, colour: 0 | 1): void {
    const { size, wrap, layers, conductances, r, z } = cells;
    const bytes = vectorBytes(cells);
    this.#run.dispatch(transportRelax, {
      buffers: { conductances, r, z },
      params: { size, wrap },
      constants: { LAYERS: layers, COLOUR: colour },
      size: { invocations: placesOf(size) / 2 },
      traffic: { read: facesBytes(cells) + bytes, write: 0.5 * bytes },
    });
  }

  #gather(cells: Cells, parts: PooledBuffer, coarse: Cells): void {
    const { size, wrap, layers, conductances, r, z } = cells;
    this.#run.dispatch(transportGather, {
      buffers: {
        conductances,
        parts,
        r,
        z,
        dst: coarse.r,
        inverse: coarse.inverse,
        first: coarse.z,
      },
      params: { size, wrap, coarse: coarse.size },
      constants: { LAYERS: layers, COARSE_LAYERS: coarse.layers },
      size: { invocations: placesOf(coarse.size) },
      // z of all cells, r of the red ones.
      traffic: {
        read:
          facesBytes(cells) +
          1.5 * vectorBytes(cells) +
          partsBytes(layers, coarse.size) +
          0.5 * vectorBytes(coarse),
        write: 1.5 * vectorBytes(coarse),
      },
    });
  }

  #rise(cells: Cells, parts: PooledBuffer, coarse: Cells): void {
    const { size, wrap, layers, conductances, r, z } = cells;
    const bytes = vectorBytes(cells);
    this.#run.dispatch(transportRise, {
      buffers: { conductances, parts, r, coarse: coarse.z, z },
      params: { size, wrap, coarse_size: coarse.size },
      constants: { LAYERS: layers, COARSE_LAYERS: coarse.layers },
      size: { invocations: placesOf(size) / 2 },
      traffic: {
        read: facesBytes(cells) + bytes + vectorBytes(coarse) + partsBytes(layers, coarse.size),
        write: 0.5 * bytes,
      },
    });
  }

  #last(cells: Cells): void {
    const { size, wrap, layers, conductances, r, z } = cells;
    this.#run.dispatch(transportLast, {
      buffers: { conductances, r, z },
      params: { size, wrap, sweeps: LAST_SWEEPS },
      constants: { LAYERS: layers },
      size: { workgroups: [1, 1, 1] },
      traffic: { read: facesBytes(cells) + vectorBytes(cells) },
    });
  }
}
