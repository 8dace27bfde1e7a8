import type { FileFacts, StackFacts } from './calibration.js';
import type { Length, Scale } from './file_unit.js';
import { knownLength, noScale, scaleOf } from './file_unit.js';
import type { OmeImage, TiffData } from './ome_planes.js';
import { planesOf } from './ome_planes.js';
import { startTags } from '../xml_tags.js';

/** Whether a description is OME-XML. */
export function isOme(text: string): boolean {
  if (!text.trimStart().startsWith('<')) return false;
  for (const { name } of startTags(text)) return name === 'OME';
  return false;
}

/**
 * Reads the Pixels element of OME-XML: physical sizes with their units (µm where none is named),
 * the sizes along z, c and t, and which directories hold which planes.
 */
export function parseOme(text: string, file: FileFacts): StackFacts {
  const blocks: TiffData[] = [];
  let pixels: ReadonlyMap<string, string> | undefined;
  let images = 0;
  let own: string | undefined;
  let samples = 1;
  for (const { name, attributes, end } of startTags(text)) {
    if (name === 'OME') own ??= attributes.get('UUID');
    if (name === 'Pixels' && images++ === 0) pixels = attributes;
    // Channels of one page are no planes.
    if (name === 'Channel') samples = Number(attributes.get('SamplesPerPixel') ?? 1);
    if (name === 'TiffData') blocks.push({ attributes });
    const last = blocks.at(-1);
    if (name === 'UUID' && last !== undefined) {
      const id = text.slice(end, Math.max(end, text.indexOf('<', end))).trim();
      blocks[blocks.length - 1] = { ...last, file: { id, name: attributes.get('FileName') } };
    }
  }
  if (images > 1) {
    return { refusal: `it holds ${images} OME images; save one image per file`, warnings: [] };
  }
  const attributes = pixels ?? new Map<string, string>();
  const size = (axis: string): number =>
    Math.max(1, Math.trunc(Number(attributes.get(`Size${axis}`) ?? 1)) || 1);
  const image: OmeImage = {
    size: { z: size('Z'), c: Math.max(1, Math.ceil(size('C') / samples) || 1), t: size('T') },
    order: attributes.get('DimensionOrder') ?? 'XYZCT',
    own,
  };
  return { ...omeScale(attributes, image.size.z), warnings: [], ...planesOf(image, blocks, file) };
}

function omeScale(attributes: ReadonlyMap<string, string>, slices: number): Scale {
  const length = (axis: string): Length | undefined => {
    const value = Number(attributes.get(`PhysicalSize${axis}`));
    const unit = attributes.get(`PhysicalSize${axis}Unit`) ?? 'µm';
    return Number.isFinite(value) && value > 0 ? { value, unit } : undefined;
  };
  const [x, y, z] = [length('X'), length('Y'), length('Z')];
  if (x === undefined || y === undefined) return { scaleWarnings: [] };
  if ([x, y, z].some((size) => size?.unit === 'reference frame')) {
    return noScale("The file's sizes are in a reference frame of the microscope, not in a length");
  }
  const scale = scaleOf([x, y, z ?? x]);
  if (z !== undefined || slices < 2 || scale.unit === undefined) return scale;
  const pixel = `${scale.spacing?.[0] ?? knownLength(x)?.value ?? ''} ${scale.unit}`;
  const warning = `The OME metadata state no distance of slices: that of pixels, ${pixel}, is used.`;
  return { ...scale, scaleWarnings: [...scale.scaleWarnings, warning] };
}
