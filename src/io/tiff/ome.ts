import type { Vec3 } from '../../recipe/geometry.js';
import { canonicalUnit, convertLength } from '../units.js';
import type { StackFacts } from './calibration.js';

/**
 * Reads the Pixels element of OME-XML: physical sizes with their units (µm where none is named) and
 * the sizes along z, c and t. Workers have no XML parser; the attributes of one element need none.
 */
export function parseOme(text: string): StackFacts {
  const elements = [...text.matchAll(/<(?:\w+:)?Pixels\b([^>]*)>/g)];
  const attributes = attributesOf(elements[0]?.[1] ?? '');
  if (elements.length > 1) {
    return {
      refusal: `it holds ${elements.length} OME images; save one image per file`,
      warnings: [],
    };
  }
  const size = (axis: string): number =>
    Math.max(1, Math.trunc(Number(attributes.get(`Size${axis}`) ?? 1)) || 1);
  const axes = { z: size('Z'), c: size('C'), t: size('T') };
  const partial = /<(?:\w+:)?UUID\b[^>]*FileName=/.test(text);
  const warnings: string[] = [];
  return { ...scaleOf(attributes, axes.z, warnings), axes, partial, warnings };
}

function scaleOf(
  attributes: ReadonlyMap<string, string>,
  slices: number,
  warnings: string[],
): { spacing?: Vec3; unit?: string } {
  const length = (axis: string): number | undefined => {
    const value = Number(attributes.get(`PhysicalSize${axis}`));
    return Number.isFinite(value) && value > 0 ? value : undefined;
  };
  const unitOf = (axis: string): string =>
    canonicalUnit(attributes.get(`PhysicalSize${axis}Unit`) ?? 'µm');
  const [x, y, z] = [length('X'), length('Y'), length('Z')];
  if (x === undefined || y === undefined) return {};
  const unit = unitOf('X');
  const inX = (value: number, axis: string): number | undefined =>
    convertLength(value, unitOf(axis), unit);
  const yIn = inX(y, 'Y');
  const zIn = z === undefined ? undefined : inX(z, 'Z');
  if (yIn === undefined || (z !== undefined && zIn === undefined)) {
    warnings.push('The units of the OME physical sizes do not convert into each other: not used.');
    return {};
  }
  if (zIn === undefined && slices > 1) {
    warnings.push(
      `The OME metadata state no distance of slices: that of pixels, ${x} ${unit}, is used.`,
    );
  }
  return { spacing: [x, yIn, zIn ?? x], unit };
}

function attributesOf(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of text.matchAll(/([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    found.set(match[1] ?? '', unescapeXml(match[2] ?? match[3] ?? ''));
  }
  return found;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
