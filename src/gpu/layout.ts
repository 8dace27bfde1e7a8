// Memory layout of kernel parameters (WGSL uniform rules) and of grids.

/** Three unsigned or signed integers, or floats, in the order x, y, z. */
export type Triple = readonly [number, number, number];

/**
 * How a grid lies in a storage buffer: the WGSL struct `Grid`. The buffer holds the box
 * `origin … origin + size` of a volume of `volumeSize` voxels; rows are padded to whole words.
 */
export interface GridLayout {
  readonly origin: Triple;
  readonly size: Triple;
  readonly volumeSize: Triple;
  /** Voxels of a word; the host's alone. */
  readonly lanes: number;
  readonly rowWords: number;
  readonly sliceWords: number;
}

/** The value a host passes for each type of a kernel's `Params` field. */
export interface ParamValue {
  u32: number;
  i32: number;
  f32: number;
  vec3u: Triple;
  vec3i: Triple;
  vec3f: Triple;
  vec4u: readonly [number, number, number, number];
  vec4f: readonly [number, number, number, number];
  Grid: GridLayout;
}

/** A type that a field of `Params` may have. */
export type ParamType = keyof ParamValue;

/** The fields of a kernel's `Params`, in the order of the WGSL struct. */
export type ParamSchema = Readonly<Record<string, ParamType>>;

const SIZE_AND_ALIGN: Readonly<Record<ParamType, readonly [size: number, align: number]>> = {
  u32: [4, 4],
  i32: [4, 4],
  f32: [4, 4],
  vec3u: [12, 16],
  vec3i: [12, 16],
  vec3f: [12, 16],
  vec4u: [16, 16],
  vec4f: [16, 16],
  Grid: [48, 16],
};

/** Byte offset of every field, and the size of the whole struct, by WGSL's rules for uniforms. */
export function layoutParams(schema: ParamSchema): {
  readonly offsets: ReadonlyMap<string, number>;
  readonly size: number;
} {
  const offsets = new Map<string, number>();
  let end = 0;
  for (const [name, type] of Object.entries(schema)) {
    const [size, align] = SIZE_AND_ALIGN[type];
    const offset = Math.ceil(end / align) * align;
    offsets.set(name, offset);
    end = offset + size;
  }
  return { offsets, size: Math.max(16, Math.ceil(end / 16) * 16) };
}

/** Writes one field at a byte offset. */
export function packParam<T extends ParamType>(
  view: DataView,
  offset: number,
  type: T,
  value: ParamValue[T],
): void {
  const put = (at: number, kind: 'u' | 'i' | 'f', n: number): void => {
    if (kind === 'f') view.setFloat32(offset + at, n, true);
    else if (kind === 'i') view.setInt32(offset + at, n, true);
    else view.setUint32(offset + at, n, true);
  };
  if (type === 'Grid') {
    const grid = value as GridLayout;
    [0, 1, 2].forEach((i) => {
      put(4 * i, 'u', grid.origin[i]!);
      put(16 + 4 * i, 'u', grid.size[i]!);
      put(32 + 4 * i, 'u', grid.volumeSize[i]!);
    });
    put(12, 'u', grid.rowWords);
    put(28, 'u', grid.sliceWords);
    return;
  }
  const kind = type.startsWith('f') || type.endsWith('f') ? 'f' : type.includes('i') ? 'i' : 'u';
  const parts = typeof value === 'number' ? [value] : (value as readonly number[]);
  parts.forEach((part, i) => {
    put(4 * i, kind, part);
  });
}
