import { VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';
import type { Pace } from '../pace.js';
import { TAG, TYPE_BYTES } from './tags.js';
import { Windows } from './window.js';

/**
 * The values of a field; a rational is two, numerator and denominator, so that nothing is rounded.
 */
export type FieldValues = readonly number[] | Float64Array;

/** One page's fields by tag. Text fields are kept as bytes. */
export type Directory = ReadonlyMap<number, FieldValues>;

/** The directories of a TIFF file, in the order of their chain. */
export interface Directories {
  readonly bigEndian: boolean;
  readonly pages: readonly Directory[];
}

const WANTED: ReadonlySet<number> = new Set(Object.values(TAG));
/** Descriptions beyond this are no descriptions. */
const LONGEST_TEXT = 64 * 1024 * 1024;

/**
 * Reads the chain of directories. The parser is our own, because a damaged file must end in a typed
 * error and not in a huge allocation or an endless chain: every count is checked against the file's
 * length before memory is taken, and no directory is visited twice.
 */
export async function readDirectories(bytes: ByteSource, pace: Pace): Promise<Directories> {
  const windows = new Windows(bytes, pace.signal);
  const head = await windows.view(0, 8);
  const bigEndian = head.getUint8(0) === 0x4d;
  const big = head.getUint16(2, !bigEndian) === 43;
  const parser = new Parser(windows, !bigEndian, big);
  let next = big ? await parser.u64(8) : head.getUint32(4, !bigEndian);
  const seen = new Set<number>();
  const pages: Directory[] = [];
  while (next !== 0) {
    if (seen.has(next))
      throw damaged(bytes.name, `its chain of pages runs in a circle (page ${pages.length + 1})`);
    seen.add(next);
    const { fields, following } = await parser.directory(next);
    pages.push(fields);
    next = following;
    await pace.step(next / bytes.size);
  }
  if (pages.length === 0) throw damaged(bytes.name, 'it has no pages');
  return { bigEndian, pages };
}

/** The error of a file that breaks the rules of TIFF. */
export function damaged(name: string, reason: string): VoxmetryError {
  return new VoxmetryError(
    'corrupt-file',
    `${name} is a damaged TIFF: ${reason}. Copy or export it again.`,
  );
}

/** The text of a field: UTF-8 where it is that, else Latin-1, as older programs write the µ. */
export function fieldText(directory: Directory, tag: number): string {
  const values = directory.get(tag);
  if (values === undefined) return '';
  const bytes = Uint8Array.from(values);
  const end = bytes.indexOf(0);
  const text = end < 0 ? bytes : bytes.subarray(0, end);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(text);
  } catch {
    return new TextDecoder('latin1').decode(text);
  }
}

class Parser {
  readonly #windows: Windows;
  readonly #little: boolean;
  readonly #big: boolean;

  constructor(windows: Windows, little: boolean, big: boolean) {
    this.#windows = windows;
    this.#little = little;
    this.#big = big;
  }

  async u64(offset: number): Promise<number> {
    return this.#whole((await this.#windows.view(offset, 8)).getBigUint64(0, this.#little));
  }

  async directory(offset: number): Promise<{ fields: Directory; following: number }> {
    const [countBytes, entryBytes, pointerBytes] = this.#big ? [8, 20, 8] : [2, 12, 4];
    const countView = await this.#windows.view(offset, countBytes);
    const count = this.#big
      ? this.#whole(countView.getBigUint64(0, this.#little))
      : countView.getUint16(0, this.#little);
    // The range check of the view bounds the count by the file's length.
    const length = count * entryBytes + pointerBytes;
    const view = await this.#windows.view(offset + countBytes, length);
    const fields = new Map<number, FieldValues>();
    for (let i = 0; i < count; i++) {
      const tag = view.getUint16(i * entryBytes, this.#little);
      if (WANTED.has(tag) && !fields.has(tag))
        fields.set(tag, await this.#field(view, i * entryBytes));
    }
    const at = count * entryBytes;
    const following = this.#big
      ? this.#whole(view.getBigUint64(at, this.#little))
      : view.getUint32(at, this.#little);
    return { fields, following };
  }

  async #field(view: DataView, at: number): Promise<FieldValues> {
    const tag = view.getUint16(at, this.#little);
    const type = view.getUint16(at + 2, this.#little);
    const count = this.#big
      ? this.#whole(view.getBigUint64(at + 4, this.#little))
      : view.getUint32(at + 4, this.#little);
    const [valueAt, inline] = this.#big ? [at + 12, 8] : [at + 8, 4];
    const item = TYPE_BYTES[type];
    if (item === undefined) throw damaged(this.#name, `tag ${tag} has the unknown type ${type}`);
    if (tag === TAG.imageDescription && count > LONGEST_TEXT) {
      throw damaged(this.#name, `its description claims ${count} bytes`);
    }
    const length = count * item;
    if (length <= inline) return this.#values(view, valueAt, type, item, count);
    const offset = this.#big
      ? this.#whole(view.getBigUint64(valueAt, this.#little))
      : view.getUint32(valueAt, this.#little);
    return this.#values(await this.#windows.view(offset, length), 0, type, item, count);
  }

  #values(view: DataView, start: number, type: number, item: number, count: number): FieldValues {
    const rational = type === 5 || type === 10;
    const [length, step] = rational ? [count * 2, item / 2] : [count, item];
    const values = new Float64Array(length);
    for (let i = 0; i < length; i++) values[i] = this.#value(view, start + i * step, type);
    return values;
  }

  #value(view: DataView, at: number, type: number): number {
    const little = this.#little;
    switch (type) {
      case 3:
        return view.getUint16(at, little);
      case 4:
      case 5:
      case 13:
        return view.getUint32(at, little);
      case 6:
        return view.getInt8(at);
      case 8:
        return view.getInt16(at, little);
      case 9:
      case 10:
        return view.getInt32(at, little);
      case 11:
        return view.getFloat32(at, little);
      case 12:
        return view.getFloat64(at, little);
      case 16:
      case 17:
      case 18:
        return this.#whole(view.getBigUint64(at, little));
      default:
        return view.getUint8(at);
    }
  }

  #whole(value: bigint): number {
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw damaged(this.#name, `an offset or count of ${value} lies beyond any file`);
    }
    return Number(value);
  }

  get #name(): string {
    return this.#windows.bytes.name;
  }
}
