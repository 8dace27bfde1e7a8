import type { Vec3 } from '../../src/recipe/geometry.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** A value of an element: a text, 16-bit numbers, bytes, or items of a sequence. */
type Value = string | readonly number[] | Bytes | readonly Elements[];
/** Elements by tag, '0028,0010', each with its type (VR). */
export type Elements = Readonly<Record<string, readonly [vr: string, value: Value]>>;

export const SYNTAX = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
  big: '1.2.840.10008.1.2.2',
  rle: '1.2.840.10008.1.2.5',
  jpeg: '1.2.840.10008.1.2.4.50',
  jpeg2000: '1.2.840.10008.1.2.4.90',
} as const;

const LONG = ['OB', 'OW', 'SQ', 'UN', 'UT'];

/** Writes the elements of a data set, in the order of their tags, as PS3.5 has it. */
class Writer {
  readonly #parts: Bytes[] = [];
  readonly #implicit: boolean;
  readonly #little: boolean;

  constructor(syntax: string) {
    this.#implicit = syntax === SYNTAX.implicit;
    this.#little = syntax !== SYNTAX.big;
  }

  elements(elements: Elements): this {
    for (const tag of Object.keys(elements).sort()) {
      const [vr, value] = elements[tag]!;
      this.element(tag, vr, this.#bytesOf(vr, value));
    }
    return this;
  }

  element(tag: string, vr: string, bytes: Bytes, undefinedLength = false): void {
    const long = LONG.includes(vr);
    const length = undefinedLength ? 0xffffffff : bytes.length;
    this.#tag(tag);
    if (!this.#implicit) this.#parts.push(new TextEncoder().encode(vr));
    if (this.#implicit || !long) this.#number(length, this.#implicit ? 4 : 2);
    else {
      this.#number(0, 2);
      this.#number(length, 4);
    }
    this.#parts.push(bytes);
  }

  item(bytes: Bytes): void {
    this.#tag('fffe,e000');
    this.#number(bytes.length, 4);
    this.#parts.push(bytes);
  }

  end(): void {
    this.#tag('fffe,e0dd');
    this.#number(0, 4);
  }

  bytes(): Bytes {
    const out = new Uint8Array(this.#parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  #bytesOf(vr: string, value: Value): Bytes {
    if (value instanceof Uint8Array) return even(value, 0);
    if (typeof value === 'string')
      return even(new TextEncoder().encode(value), vr === 'UI' ? 0 : 32);
    if (vr !== 'SQ') {
      const view = new DataView(new ArrayBuffer(value.length * 2));
      (value as readonly number[]).forEach((n, i) => {
        view.setUint16(i * 2, n, this.#little);
      });
      return new Uint8Array(view.buffer);
    }
    const syntax = this.#implicit ? SYNTAX.implicit : this.#little ? SYNTAX.explicit : SYNTAX.big;
    const items = new Writer(syntax);
    for (const item of value as readonly Elements[])
      items.item(new Writer(syntax).elements(item).bytes());
    return items.bytes();
  }

  #tag(tag: string): void {
    for (const half of tag.split(',')) this.#number(parseInt(half, 16), 2);
  }

  #number(value: number, size: 2 | 4): void {
    const view = new DataView(new ArrayBuffer(size));
    if (size === 2) view.setUint16(0, value, this.#little);
    else view.setUint32(0, value, this.#little);
    this.#parts.push(new Uint8Array(view.buffer));
  }
}

function even(bytes: Bytes, fill: number): Bytes {
  if (bytes.length % 2 === 0) return bytes;
  const out = new Uint8Array(bytes.length + 1).fill(fill);
  out.set(bytes);
  return out;
}

export type Pixels = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

/** Where a slice lies, and what is said of it beside its pixels. */
export interface SliceOptions {
  readonly syntax?: string;
  readonly series?: string;
  readonly position?: Vec3 | undefined;
  readonly orientation?: readonly number[] | undefined;
  readonly instance?: number;
  /** Further elements, which replace those of the same tags. */
  readonly elements?: Elements;
  /** Compressed frames, where the syntax has them. */
  readonly frames?: readonly Bytes[];
  /** Left out: a report, a list. */
  readonly withoutPixels?: boolean;
}

/** A DICOM file of one slice, or of as many frames as `pixels` has; rows of `columns` pixels. */
export function dicom(
  name: string,
  [columns, rows]: readonly [number, number],
  pixels: Pixels,
  options: SliceOptions = {},
): File {
  const { syntax = SYNTAX.explicit, series = '1.2.3', position, orientation, instance } = options;
  const bits = pixels.BYTES_PER_ELEMENT * 8;
  const count = pixels.length / (columns * rows);
  const meta = new Writer(SYNTAX.explicit).elements({ '0002,0010': ['UI', syntax] }).bytes();
  const data = new Writer(syntax).elements({
    '0008,103e': ['LO', 'bone'],
    '0020,000e': ['UI', series],
    '0020,0011': ['IS', '3'],
    ...(instance === undefined ? {} : { '0020,0013': ['IS', String(instance)] }),
    ...(position === undefined ? {} : { '0020,0032': ['DS', position.join('\\')] }),
    ...(orientation === undefined ? {} : { '0020,0037': ['DS', orientation.join('\\')] }),
    '0028,0002': ['US', [1]],
    '0028,0004': ['CS', 'MONOCHROME2'],
    ...(count === 1 ? {} : { '0028,0008': ['IS', String(count)] }),
    '0028,0010': ['US', [rows]],
    '0028,0011': ['US', [columns]],
    '0028,0030': ['DS', '0.4\\0.3'],
    '0028,0100': ['US', [bits]],
    '0028,0101': ['US', [bits]],
    '0028,0102': ['US', [bits - 1]],
    '0028,0103': ['US', [pixels.constructor.name.startsWith('Int') ? 1 : 0]],
    ...options.elements,
  });
  if (options.withoutPixels === true)
    return new File([new Uint8Array(128), 'DICM', meta, data.bytes()], name);
  if (options.frames === undefined)
    data.element('7fe0,0010', bits === 8 ? 'OB' : 'OW', even(bytesOf(pixels, syntax), 0));
  else {
    data.element('7fe0,0010', 'OB', new Uint8Array(0), true);
    data.item(new Uint8Array(0));
    for (const frame of options.frames) data.item(even(frame, 0));
    data.end();
  }
  return new File([new Uint8Array(128), 'DICM', meta, data.bytes()], name);
}

function bytesOf(pixels: Pixels, syntax: string): Bytes {
  const bytes = new Uint8Array(pixels.buffer.slice(0) as ArrayBuffer);
  if (syntax === SYNTAX.big)
    for (let at = 0; at < bytes.length; at += pixels.BYTES_PER_ELEMENT)
      bytes.subarray(at, at + pixels.BYTES_PER_ELEMENT).reverse();
  return bytes;
}

/** A frame of RLE: runs where three bytes and more are equal, else literals. */
export function rleFrame(pixels: Pixels): Bytes {
  const item = pixels.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  const segments = Array.from({ length: item }, (_, byte) =>
    packBits(bytes.filter((_value, i) => i % item === item - 1 - byte)),
  );
  const head = new DataView(new ArrayBuffer(64));
  head.setUint32(0, item, true);
  let at = 64;
  segments.forEach((segment, i) => {
    head.setUint32(4 + 4 * i, at, true);
    at += segment.length;
  });
  const out = new Uint8Array(at);
  out.set(new Uint8Array(head.buffer));
  at = 64;
  for (const segment of segments) {
    out.set(segment, at);
    at += segment.length;
  }
  return out;
}

function packBits(bytes: Uint8Array): Bytes {
  const out: number[] = [];
  for (let at = 0; at < bytes.length;) {
    let run = 1;
    while (run < 128 && bytes[at + run] === bytes[at]) run++;
    if (run >= 3) out.push(257 - run, bytes[at]!);
    else {
      run = Math.min(run, bytes.length - at);
      out.push(run - 1, ...bytes.subarray(at, at + run));
    }
    at += run;
  }
  return even(Uint8Array.from(out), 0);
}

/** A series of slices along the normal of `orientation`, 0.7 mm apart, in files of mixed names. */
export function dicomSeries(
  volume: Pixels,
  [nx, ny, nz]: Vec3,
  {
    orientation = [1, 0, 0, 0, 1, 0],
    normal = [0, 0, 1],
    step = (z) => 0.7 * z,
    ...options
  }: SliceOptions & {
    readonly normal?: Vec3;
    readonly step?: (z: number) => number;
    readonly prefix?: string;
  } & { readonly packed?: boolean } = {},
): File[] {
  return Array.from({ length: nz }, (_, z) => {
    const slice = volume.slice(z * nx * ny, (z + 1) * nx * ny);
    const along = step(z);
    const position: Vec3 = [
      -10.5 + along * normal[0],
      -20 + along * normal[1],
      30 + along * normal[2],
    ];
    // Names say nothing of the order.
    const name = `${options.prefix ?? 'im'}${(z * 5 + 3) % nz}.dcm`;
    return dicom(name, [nx, ny], slice, {
      ...options,
      orientation,
      position,
      instance: z + 1,
      ...(options.packed === true ? { syntax: SYNTAX.rle, frames: [rleFrame(slice)] } : {}),
    });
  });
}
