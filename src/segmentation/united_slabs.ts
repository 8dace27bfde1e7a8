// Components of slabs that were labelled each by itself, as those of the volume.
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { Connectivity } from './components.js';
import { numberSets, uniteFaces, type LocalFace, type SlabFace } from './slab_faces.js';
import { UnionFind } from './union_find.js';

/** Which slabs there are, and a number for each of their components. */
export interface NumberedSlabs {
  readonly slabs: readonly {
    readonly region: Region;
    readonly offset: number;
    readonly count: number;
  }[];
  readonly table: Uint32Array<ArrayBuffer>;
  readonly count: number;
}

/** A slab that was labelled by itself. */
export interface LabelledSlab {
  /** How many components it has. */
  readonly count: number;
  /** Its first slice; the lowest slab needs none. */
  readonly first: LocalFace | undefined;
  readonly last: LocalFace;
}

/** Unites the components of slabs, which come in the order of z, across their faces. */
export class UnitedSlabs {
  readonly #plane: readonly [number, number];
  readonly #connectivity: Connectivity;
  readonly #sets = new UnionFind(1);
  readonly #slabs: NumberedSlabs['slabs'][number][] = [];
  #below: SlabFace | undefined;

  constructor({ size }: GridMeta, connectivity: Connectivity) {
    this.#plane = [size[0], size[1]];
    this.#connectivity = connectivity;
  }

  add(region: Region, { count, first, last }: LabelledSlab): void {
    const offset = this.#sets.length - 1;
    this.#slabs.push({ region, offset, count });
    this.#sets.grow(count);
    if (this.#below !== undefined && first !== undefined)
      uniteFaces(this.#sets, this.#below, { ...first, offset }, this.#plane, this.#connectivity);
    this.#below = { ...last, offset };
  }

  /** Numbers what is united in raster order of first voxels. */
  numbered(): NumberedSlabs {
    return { slabs: this.#slabs, ...numberSets(this.#sets) };
  }
}
