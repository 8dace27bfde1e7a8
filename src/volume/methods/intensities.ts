import type { OpenedSource } from '../../recipe/backend.js';
import type { ArrayOf, Dtype, GridArray } from '../../recipe/dtype.js';
import type { Node } from '../../recipe/op.js';
import type { LabContext } from '../context.js';
import { Grid } from '../grid.js';
import type { Volume } from '../volume.js';

/** What a volume is: its dtype, and the file it came from. */
export abstract class Intensities<D extends Dtype> extends Grid<ArrayOf[D] & GridArray, Volume<D>> {
  readonly #source: OpenedSource | undefined;

  /** @internal */
  constructor(context: LabContext, node: Node, source?: OpenedSource) {
    super(context, node);
    this.#source = source;
  }

  /** How voxels are stored. */
  get dtype(): D {
    return this.meta.storage as D;
  }

  /**
   * Name of the opened file or array; '' of a computed volume.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const file = new File([new Uint8Array([1, 2, 3])], 'scan.raw');
   * const scan = await lab.open(file, { size: [3, 1, 1], dtype: 'u8' });
   * console.assert(scan.name === 'scan.raw' && scan.format === 'raw' && scan.dtype === 'u8');
   * await lab.dispose();
   * ```
   */
  get name(): string {
    return this.#source?.name ?? '';
  }

  /** Format of the opened file: 'tiff', 'npy', 'raw', 'array'; '' of a computed volume. */
  get format(): string {
    return this.#source?.format ?? '';
  }

  /** What the reader had to say of the file. */
  get warnings(): readonly string[] {
    return this.#source?.warnings ?? [];
  }

  /**
   * Frees an opened source. Recipes that read it reject with `disposed` afterwards.
   *
   * @example
   * ```ts
   * import { VoxmetryError, openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
   * scan.close();
   * const error: unknown = await scan.read().run().catch((e: unknown) => e);
   * console.assert(error instanceof VoxmetryError && error.code === 'disposed');
   * await lab.dispose();
   * ```
   */
  close(): void {
    if (this.#source !== undefined) this.context.backend.closeSource(this.#source.id);
  }

  protected override wrap(node: Node): Volume<D> {
    return this.context.volume(node);
  }
}
