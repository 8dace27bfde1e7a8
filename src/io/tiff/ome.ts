import type { Calibration } from './calibration.js';
import type { Length, Scale } from './file_unit.js';
import { knownLength, noScale, scaleOf } from './file_unit.js';
import { startTags } from '../xml_tags.js';

/** What OME-XML says. */
export interface OmeMetadata {
  /** The UUID of the file that it stands in. */
  readonly uuid: string | undefined;
  /** The file that has the metadata in its stead. */
  readonly metadataFile: string | undefined;
  readonly images: readonly OmeImage[];
}

/** An Image element and its Pixels. */
export interface OmeImage {
  readonly name: string;
  readonly size: Readonly<Record<'z' | 'c' | 't', number>>;
  /** DimensionOrder: 'XYZCT' and its like, fastest first. */
  readonly order: string;
  readonly channels: readonly OmeChannel[];
  readonly blocks: readonly TiffData[];
  readonly calibration: Calibration;
}

/** A Channel element. */
export interface OmeChannel {
  readonly name: string;
  /** Values of a pixel that are this channel's; undefined where it does not say so. */
  readonly samples: number | undefined;
}

/** A TiffData element: planes in a row, and the file that holds them where one is named. */
export interface TiffData {
  readonly attributes: ReadonlyMap<string, string>;
  readonly file?: { readonly id: string; readonly name: string | undefined };
}

/** Whether a text is OME-XML. */
export function isOme(text: string): boolean {
  if (!text.trimStart().startsWith('<')) return false;
  for (const { name } of startTags(text)) return name === 'OME';
  return false;
}

/** The UUID of the file that a text of OME-XML stands in. */
export function omeUuid(text: string): string | undefined {
  for (const { attributes } of startTags(text)) return attributes.get('UUID');
  return undefined;
}

/**
 * Reads OME-XML: of each image its sizes along z, c and t, its channels, physical sizes with their
 * units (µm where none is named), and which directories of which files hold which planes.
 */
export function parseOme(text: string): OmeMetadata {
  const images: {
    name: string;
    pixels: ReadonlyMap<string, string> | undefined;
    channels: OmeChannel[];
    blocks: TiffData[];
  }[] = [];
  let uuid: string | undefined;
  let metadataFile: string | undefined;
  for (const { name, attributes, end } of startTags(text)) {
    if (name === 'OME') uuid ??= attributes.get('UUID');
    if (name === 'BinaryOnly') metadataFile ??= attributes.get('MetadataFile');
    if (name === 'Image') {
      const label = attributes.get('Name') ?? attributes.get('ID') ?? '';
      images.push({ name: label, pixels: undefined, channels: [], blocks: [] });
    }
    const image = images.at(-1);
    if (image === undefined) continue;
    if (name === 'Pixels') image.pixels ??= attributes;
    if (name === 'Channel') {
      const samples = attributes.get('SamplesPerPixel');
      image.channels.push({
        name: attributes.get('Name') ?? '',
        samples: samples === undefined ? undefined : wholeOr1(samples),
      });
    }
    if (name === 'TiffData') image.blocks.push({ attributes });
    const last = image.blocks.at(-1);
    if (name === 'UUID' && last !== undefined) {
      const id = text.slice(end, Math.max(end, text.indexOf('<', end))).trim();
      const file = { id, name: attributes.get('FileName') };
      image.blocks[image.blocks.length - 1] = { ...last, file };
    }
  }
  return {
    uuid,
    metadataFile,
    images: images.flatMap(({ pixels, ...image }) =>
      pixels === undefined ? [] : [{ ...image, ...pixelFacts(pixels) }],
    ),
  };
}

function pixelFacts(
  attributes: ReadonlyMap<string, string>,
): Pick<OmeImage, 'size' | 'order' | 'calibration'> {
  const size = (axis: string): number => wholeOr1(attributes.get(`Size${axis}`) ?? '1');
  const z = size('Z');
  return {
    size: { z, c: size('C'), t: size('T') },
    order: attributes.get('DimensionOrder') ?? 'XYZCT',
    calibration: { ...omeScale(attributes, z), from: 'OME' },
  };
}

function wholeOr1(text: string): number {
  return Math.max(1, Math.trunc(Number(text)) || 1);
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
