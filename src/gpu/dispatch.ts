import type { Access, ConstantsOf, Kernel, ParamsOf } from './kernel.js';
import { packParam, type GridLayout, type ParamSchema, type ParamValue } from './layout.js';
import type { PooledBuffer } from './pool.js';
import type { DispatchSize } from './submission.js';
import type { Traffic } from './traffic.js';

/** A grid as a kernel takes it: its buffer, and how it lies there. */
export interface BoundGrid {
  readonly buffer: PooledBuffer;
  readonly layout: GridLayout;
}

type Buffers = Readonly<Record<string, Access>>;

/** The parameters that some grids do not give: of a grid, it gives the `Grid` of its name. */
type Without<P extends ParamSchema, G> = {
  readonly [K in keyof P as K extends G ? (P[K] extends 'Grid' ? never : K) : K]: P[K];
};

/** A field that may be left out where there is nothing to say. */
type Field<K extends string, T> = keyof T extends never
  ? Readonly<Partial<Record<K, T>>>
  : Readonly<Record<K, T>>;

/** All that one dispatch needs. */
export type DispatchArgs<
  B extends Buffers,
  P extends ParamSchema,
  C extends readonly string[],
  G extends keyof B = never,
> = Field<'buffers', Readonly<Record<Exclude<keyof B, G>, PooledBuffer>>> &
  Field<'params', ParamsOf<Without<P, G>>> &
  Field<'constants', ConstantsOf<C>> & {
    /**
     * Grids in place of their buffers and, where there is a `Grid` of that name, of their layouts.
     */
    readonly grids?: Readonly<Record<G, BoundGrid>>;
    readonly size: DispatchSize;
    /** Bytes that are moved, where they are not those counted by {@link countedTraffic}. */
    readonly traffic?: Partial<Traffic>;
  };

/** What {@link DispatchArgs} is whatever the kernel. */
export interface AnyDispatch {
  readonly grids?: Readonly<Record<string, BoundGrid>>;
  readonly buffers?: Readonly<Record<string, PooledBuffer>>;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly constants?: Readonly<Record<string, number>>;
  readonly size: DispatchSize;
  readonly traffic?: Partial<Traffic>;
}

/** The buffers in the order of their bindings. */
export function buffersOf(kernel: Kernel, { grids, buffers }: AnyDispatch): PooledBuffer[] {
  return Object.keys(kernel.buffers).map((name) => grids?.[name]?.buffer ?? buffers![name]!);
}

/** The uniforms that hold the parameters. */
export function uniformsOf(kernel: Kernel, { grids, params }: AnyDispatch): Uint8Array | undefined {
  if (kernel.paramBytes === 0) return undefined;
  const bytes = new Uint8Array(kernel.paramBytes);
  const view = new DataView(bytes.buffer);
  for (const [name, type] of Object.entries(kernel.params)) {
    const value = (type === 'Grid' ? grids?.[name]?.layout : undefined) ?? params?.[name];
    packParam(view, kernel.paramOffsets.get(name)!, type, value as ParamValue[typeof type]);
  }
  return bytes;
}

/** Bytes of the part of a grid that lies in a box. */
function bytesWithin({ origin, size, lanes }: GridLayout, box: GridLayout): number {
  const [x, y, z] = [0, 1, 2].map((i) => {
    const end = Math.min(origin[i]! + size[i]!, box.origin[i]! + box.size[i]!);
    return Math.max(0, end - Math.max(origin[i]!, box.origin[i]!));
  }) as [number, number, number];
  return 4 * Math.ceil(x / lanes) * y * z;
}

/**
 * Bytes that a dispatch moves if it touches every word of its buffers once. Of a grid that is read
 * it is what lies in the box of the task, or else of the grid that is written: an input may hold
 * more than was asked for. A buffer that is bound twice counts once.
 */
export function countedTraffic(
  kernel: Kernel,
  { grids = {}, params }: AnyDispatch,
  buffers: readonly PooledBuffer[],
): Traffic {
  const names = Object.keys(kernel.buffers);
  const target = names.find((name) => kernel.buffers[name] !== 'read' && grids[name]);
  const box =
    kernel.params['task'] === 'Grid'
      ? (params!['task'] as GridLayout)
      : grids[target ?? '']?.layout;
  const traffic = { read: 0, write: 0 };
  names.forEach((name, i) => {
    const buffer = buffers[i]!;
    if (buffers.indexOf(buffer) < i) return;
    const access = kernel.buffers[name];
    const grid = grids[name]?.layout;
    if (access !== 'write')
      traffic.read += grid && box && access === 'read' ? bytesWithin(grid, box) : buffer.bytes;
    if (access !== 'read') traffic.write += buffer.bytes;
  });
  return traffic;
}
