import type { Vec3 } from '../../recipe/geometry.js';
import { canonicalUnit, convertLength } from '../units.js';
import type { Directory } from './directory.js';
import { fieldText } from './directory.js';
import { parseOme } from './ome.js';
import { first } from './page.js';
import { TAG } from './tags.js';

/** What a file's first description says of the stack. */
export interface StackFacts {
  readonly spacing?: Vec3;
  readonly unit?: string;
  /** Sizes along the axes behind x and y, where the description names them. */
  readonly axes?: Readonly<Record<string, number>>;
  /** Why the file as a whole cannot be a volume. */
  readonly refusal?: string;
  /** The description belongs to planes in other files as well. */
  readonly partial?: boolean;
  readonly warnings: readonly string[];
}

/**
 * Voxel sizes and axes from an ImageJ, OME or tifffile description. Plain resolution tags without
 * one of these are not used: 72 dpi is what programs write that know nothing of the scale.
 */
export function stackFacts(page: Directory): StackFacts {
  const text = fieldText(page, TAG.imageDescription);
  if (text.startsWith('ImageJ=')) return imageJ(text, page);
  if (/<(?:\w+:)?OME[\s>]/.test(text)) return parseOme(text);
  if (text.startsWith('{"shape"')) return shaped(text);
  return { warnings: [] };
}

function imageJ(text: string, page: Directory): StackFacts {
  const values = new Map<string, string>();
  for (const line of text.split(/[\r\n]+/)) {
    const at = line.indexOf('=');
    if (at > 0) values.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  const count = (key: string): number => Math.max(1, Math.trunc(Number(values.get(key) ?? 1)) || 1);
  const images = count('images');
  const hyper = { c: count('channels'), z: count('slices'), t: count('frames') };
  const named = hyper.c * hyper.z * hyper.t;
  const axes = named === images ? hyper : { z: images };
  const warnings: string[] = [];
  const unit = values.has('unit') ? canonicalUnit(values.get('unit') ?? '') : resolutionUnit(page);
  const x = perUnit(page, TAG.xResolution);
  const y = perUnit(page, TAG.yResolution) ?? x;
  if (unit === undefined || x === undefined || y === undefined) return { axes, warnings };
  let z = Math.abs(Number(values.get('spacing')));
  if (!(z > 0 && Number.isFinite(z))) {
    z = 1;
    if (images > 1 && unit !== 'px') {
      warnings.push(
        `The file states no distance of slices; ImageJ takes 1 ${unit} then, and so does this.`,
      );
    }
  }
  const yIn = converted(y, values.get('yunit'), unit);
  const zIn = converted(z, values.get('zunit'), unit);
  return { spacing: [x, yIn, zIn], unit, axes, warnings };
}

/** ImageJ writes units of their own for y and z only where they differ from that of x. */
function converted(value: number, from: string | undefined, to: string): number {
  return from === undefined ? value : (convertLength(value, from, to) ?? value);
}

function perUnit(page: Directory, tag: number): number | undefined {
  const [pixels = 0, units = 1] = page.get(tag) ?? [];
  const length = units / pixels;
  return Number.isFinite(length) && length > 0 ? length : undefined;
}

function resolutionUnit(page: Directory): string | undefined {
  return first(page, TAG.resolutionUnit) === 3 ? 'cm' : undefined;
}

/** The description that tifffile writes: {"shape": [10, 128, 128]}. */
function shaped(text: string): StackFacts {
  let shape: unknown;
  try {
    shape = (JSON.parse(text) as { shape?: unknown }).shape;
  } catch {
    return { warnings: [] };
  }
  if (!Array.isArray(shape) || !shape.every((n) => Number.isSafeInteger(n) && Number(n) > 0)) {
    return { warnings: [] };
  }
  const stack = (shape as number[]).slice(0, -2);
  return { axes: Object.fromEntries(stack.map((n, i) => [`axis ${i}`, n])), warnings: [] };
}
