import { VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';
import type { Pace } from '../pace.js';
import type { FieldValues } from './field_values.js';
import { arrayOf, stepsOf } from './field_values.js';
import { TAG, TYPE_BYTES, UIC2_NUMBERS } from './tags.js';
import { Windows } from './window.js';

export type { FieldValues } from './field_values.js';

/** One page's fields by tag. Text fields are kept as bytes. */
export type Directory = ReadonlyMap<number, FieldValues>;

/** The directories of a TIFF file, in the order of their chain. */
export interface Directories {
  readonly bigEndian: boolean;
  readonly pages: readonly Directory[];
  /** Where the parts of the first directory begin, other than its strips or tiles. */
  readonly starts: readonly number[];
  /** The directories that a page points to: its lower resolutions, as a rule. */
  children(page: Directory): Promise<readonly Directory[]>;
}

const WANTED: ReadonlySet<number> = new Set(Object.values(TAG));
/** Descriptions beyond this are no descriptions. */
const LONGEST_TEXT = 32 * 1024 * 1024;
/** No image has more resolutions. */
const MOST_CHILDREN = 32;
/** Tags whose single value is the place of another directory. */
const POINTERS: ReadonlySet<number> = new Set([330, 34665, 34853, 40965]);

/**
 * Reads the chain of directories. The parser is our own, because a damaged file must end in a typed
 * error and not in a huge allocation or an endless chain: every count is checked against the file's
 * length before memory is taken, and no directory is visited twice. The chain ends after `most`
 * pages.
 */
export async function readDirectories(
  bytes: ByteSource,
  pace: Pace,
  most = Infinity,
): Promise<Directories> {
  const windows = new Windows(bytes, pace.signal);
  const head = await windows.view(0, 8);
  const bigEndian = head.getUint8(0) === 0x4d;
  const big = head.getUint16(2, !bigEndian) === 43;
  const parser = new Parser(windows, !bigEndian, big);
  let next = big ? await parser.u64(8) : head.getUint32(4, !bigEndian);
  let starts: readonly number[] = [];
  const seen = new Set<number>();
  const pages: Directory[] = [];
  let step = 0;
  while (next !== 0 && pages.length < most) {
    if (seen.has(next))
      throw damaged(bytes.name, `its chain of pages runs in a circle (page ${pages.length + 1})`);
    seen.add(next);
    const { fields, following } = await parser.directory(next);
    if (pages.length === 0) starts = [next, ...parser.starts];
    pages.push(fields);
    // Pages of one size without compression lie at equal steps.
    if (following - next === step && pages.length < most) windows.expect(following, step);
    step = following - next;
    next = following;
    await pace.step(next / bytes.size);
  }
  if (pages.length === 0) throw damaged(bytes.name, 'it has no pages');
  return { bigEndian, pages, starts, children: (page) => parser.children(page) };
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
  const bytes = values instanceof Uint8Array ? values : Uint8Array.from(values);
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
  /** Arrays by place, type and count: directories may share one, and then it is held once. */
  readonly #arrays = new Map<string, FieldValues>();
  /** Bytes that directories and their arrays may still take together. */
  #left: number;
  /** Where the arrays of the last directory begin. */
  starts: number[] = [];

  constructor(windows: Windows, little: boolean, big: boolean) {
    this.#windows = windows;
    this.#little = little;
    this.#big = big;
    // Sound files hold each array once. Twice is for writers that let some overlap.
    this.#left = 2 * windows.bytes.size + 65_536;
  }

  async u64(offset: number): Promise<number> {
    return this.#whole((await this.#windows.view(offset, 8)).getBigUint64(0, this.#little));
  }

  async directory(offset: number): Promise<{ fields: Directory; following: number }> {
    const [countBytes, entryBytes, pointerBytes] = this.#big ? [8, 20, 8] : [2, 12, 4];
    const countView = await this.#view(offset, countBytes);
    const count = this.#big
      ? this.#whole(countView.getBigUint64(0, this.#little))
      : countView.getUint16(0, this.#little);
    // The range check of the view bounds the count by the file's length.
    const length = count * entryBytes + pointerBytes;
    const view = await this.#view(offset + countBytes, length);
    this.#take(length);
    const fields = new Map<number, FieldValues>();
    this.starts = [];
    for (let i = 0; i < count; i++) {
      const tag = view.getUint16(i * entryBytes, this.#little);
      this.#noteStart(view, i * entryBytes, tag);
      if (!WANTED.has(tag) || fields.has(tag)) continue;
      // Most values are there already, and waiting for each would take longer than reading them.
      const values = this.#field(view, i * entryBytes);
      fields.set(tag, values instanceof Promise ? await values : values);
    }
    const at = count * entryBytes;
    const following = this.#big
      ? this.#whole(view.getBigUint64(at, this.#little))
      : view.getUint32(at, this.#little);
    return { fields, following };
  }

  /** The directories behind a page's SubIFDs, of which the chain of each is not followed. */
  async children(page: Directory): Promise<readonly Directory[]> {
    const offsets = Array.from(page.get(TAG.subDirectories) ?? []);
    if (offsets.length > MOST_CHILDREN)
      throw damaged(this.#name, `a page of it claims ${offsets.length} resolutions`);
    const children: Directory[] = [];
    for (const offset of offsets) children.push((await this.directory(offset)).fields);
    return children;
  }

  /** A view of a range, which is there already as a rule. */
  #view(offset: number, length: number): DataView | Promise<DataView> {
    return this.#windows.known(offset, length) ?? this.#windows.view(offset, length);
  }

  #field(view: DataView, at: number): FieldValues | Promise<FieldValues> {
    const { tag, type, count, valueAt, inline } = this.#entry(view, at);
    const stack = tag === TAG.uic2;
    // MetaMorph counts planes, each of which has six numbers.
    const [form, items] = stack ? [4, count * UIC2_NUMBERS] : [type, count];
    const item = TYPE_BYTES[form];
    if (item === undefined) throw damaged(this.#name, `tag ${tag} has the unknown type ${type}`);
    if (TYPE_BYTES[type] === 1 && items > LONGEST_TEXT) {
      throw damaged(
        this.#name,
        tag === TAG.imageDescription
          ? `its description claims ${count} bytes`
          : `its tag ${tag} claims ${count} bytes`,
      );
    }
    const length = items * item;
    if (length <= inline && !stack) return this.#fewValues(view, valueAt, form, items);
    const offset = this.#offset(view, valueAt);
    const key = `${offset}:${form}:${items}`;
    const known = this.#arrays.get(key);
    if (known !== undefined) return known;
    const found = (source: DataView): FieldValues => {
      this.#take(length);
      const values = this.#values(source, 0, form, items);
      this.#arrays.set(key, values);
      return values;
    };
    const source = this.#view(offset, length);
    return source instanceof Promise ? source.then(found) : found(source);
  }

  #entry(
    view: DataView,
    at: number,
  ): { tag: number; type: number; count: number; valueAt: number; inline: number } {
    const count = this.#big
      ? this.#whole(view.getBigUint64(at + 4, this.#little))
      : view.getUint32(at + 4, this.#little);
    const [valueAt, inline] = this.#big ? [at + 12, 8] : [at + 8, 4];
    const tag = view.getUint16(at, this.#little);
    return { tag, type: view.getUint16(at + 2, this.#little), count, valueAt, inline };
  }

  #offset(view: DataView, at: number): number {
    return this.#big
      ? this.#whole(view.getBigUint64(at, this.#little))
      : view.getUint32(at, this.#little);
  }

  /** Notes where something begins that an entry points to, also where its values are not wanted. */
  #noteStart(view: DataView, at: number, tag: number): void {
    const valueAt = this.#big ? at + 12 : at + 8;
    const item = TYPE_BYTES[view.getUint16(at + 2, this.#little)] ?? 1;
    const count = this.#big
      ? Number(view.getBigUint64(at + 4, this.#little))
      : view.getUint32(at + 4, this.#little);
    const apart = count * item > (this.#big ? 8 : 4) || tag === TAG.uic2;
    if (!apart && !POINTERS.has(tag)) return;
    this.starts.push(
      this.#big
        ? Number(view.getBigUint64(valueAt, this.#little))
        : view.getUint32(valueAt, this.#little),
    );
  }

  /** Counts what is read, so that a small file cannot fill memory by pointing at the same bytes. */
  #take(bytes: number): void {
    this.#left -= bytes;
    if (this.#left < 0) throw damaged(this.#name, 'its directories overlap each other');
  }

  #values(view: DataView, start: number, type: number, count: number): FieldValues {
    const [length, step] = stepsOf(type, count);
    const values = arrayOf(type, length);
    for (let i = 0; i < length; i++) values[i] = this.#value(view, start + i * step, type);
    return values;
  }

  /** Values that stand in their entry. */
  #fewValues(view: DataView, start: number, type: number, count: number): readonly number[] {
    const [length, step] = stepsOf(type, count);
    const values: number[] = [];
    for (let i = 0; i < length; i++) values.push(this.#value(view, start + i * step, type));
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
