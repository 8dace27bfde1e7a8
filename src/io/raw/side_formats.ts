import type { Vec3 } from '../../recipe/geometry.js';
import { numbersIn } from '../text_header.js';
import { TYPES_BY_NAME, type StoredType } from '../sample_type.js';
import { startTags } from '../xml_tags.js';

/** What a side file says of the raw file that it lies beside. */
export interface RawDescription {
  readonly size?: Vec3 | undefined;
  readonly type?: StoredType | undefined;
  /** A type that it names and that is not known here. */
  readonly otherType?: string | undefined;
  readonly bigEndian?: boolean | undefined;
  /** Bytes before the first voxel. */
  readonly offset?: number | undefined;
  readonly spacing?: Vec3 | undefined;
  readonly unit?: string | undefined;
  /** The raw file that it names, where it names one. */
  readonly file?: string | undefined;
  readonly warnings?: readonly string[];
}

/** Types of `.dat`: names of the C language in capitals. */
const DAT_TYPES: Readonly<Record<string, StoredType>> = {
  UCHAR: 'u8',
  BYTE: 'u8',
  CHAR: 'i8',
  USHORT: 'u16',
  USHORT_12: 'u16',
  SHORT: 'i16',
  UINT: 'u32',
  INT: 'i32',
  FLOAT: 'f32',
  DOUBLE: 'f64',
};

/**
 * The `.dat` of volume renderers: lines `Resolution: 256 256 256`, `Format: USHORT`,
 * `SliceThickness: 1 1 1`, `ObjectFileName: scan.raw`. Undefined where the text is none.
 */
export function readDat(text: string): RawDescription | undefined {
  if (!/^\s*ObjectFileName:/m.test(text)) return undefined;
  const fields = fieldsOf(text, ':');
  const format = fields.get('Format');
  const model = fields.get('ObjectModel');
  // Several values at a voxel; renderers write RGBA for grey too, so that the length decides.
  return {
    size: tripleOf(fields.get('Resolution')),
    type: format === undefined ? undefined : DAT_TYPES[format.toUpperCase()],
    otherType: format,
    spacing: positive(tripleOf(fields.get('SliceThickness'))),
    unit: fields.get('Unit'),
    file: fields.get('ObjectFileName'),
    warnings:
      model === undefined || /^(I|RGBA)$/i.test(model)
        ? []
        : [`The file beside it names the object model ${model}; one value at a voxel is read.`],
  };
}

/**
 * The `.info` of PyHST: lines `NUM_X = 2048`, `voxelSize = 0.7`, `BYTEORDER = LOWBYTEFIRST`, and
 * with some writers `DATA_TYPE = uint8`. Undefined where the text is none.
 */
export function readInfo(text: string): RawDescription | undefined {
  if (!/^\s*NUM_X\s*=/m.test(text)) return undefined;
  const fields = fieldsOf(text.replace(/#.*$/gm, ''), '=');
  const type = fields.get('DATA_TYPE');
  return {
    size: tripleOf([fields.get('NUM_X'), fields.get('NUM_Y'), fields.get('NUM_Z')].join(' ')),
    type: typeByName(type),
    otherType: type,
    bigEndian: isBig(fields.get('BYTEORDER')),
    spacing: cubeOf(fields.get('voxelSize')),
  };
}

/**
 * The `.xml` of PyHST: elements `SIZEX`, `SIZEY`, `SIZEZ`, `BYTE_ORDER` and `voxelSize`. Undefined
 * where the text has none.
 */
export function readXml(text: string): RawDescription | undefined {
  const fields = new Map<string, string>();
  for (const { name, end } of startTags(text)) {
    const stop = text.indexOf('<', end);
    // The first of each: an element that holds others has white space alone.
    if (!fields.has(name)) fields.set(name, text.slice(end, stop < 0 ? end : stop).trim());
  }
  if (!fields.has('SIZEX')) return undefined;
  return {
    size: tripleOf(['SIZEX', 'SIZEY', 'SIZEZ'].map((name) => fields.get(name)).join(' ')),
    bigEndian: isBig(fields.get('BYTE_ORDER')),
    spacing: cubeOf(fields.get('voxelSize')),
    file: fields.get('SUBVOLUME_NAME'),
  };
}

/**
 * The `.vgi` of VGStudio: of a volume, `[representation]` says what the program holds and `[file1]`
 * what the file does, which may be of another type; `[geometry]` says its distances. Where it
 * describes several files, that of `rawName` counts. Undefined where the text is none.
 */
export function readVgi(text: string, rawName: string): RawDescription | undefined {
  const sections = sectionsOf(text);
  const files = sections.filter(({ name, fields }) => /^file\d*$/.test(name) && fields.has('size'));
  const own = files.filter(({ fields }) => isNamed(fields.get('name'), rawName));
  const [file] = own.length > 0 ? own : files;
  if (file === undefined) return undefined;
  const { fields } = file;
  const bits = fields.get('bitsperelement') ?? '';
  const datatype = fields.get('datatype') ?? '';
  const place = geometryOf(sections, file.group);
  const mirrored = /[1-9]/.test(
    sections
      .find(({ name, group }) => name === 'representation' && group === file.group)
      ?.fields.get('mirror') ?? '',
  );
  return {
    size: tripleOf(fields.get('size')),
    type: vgiType(datatype, bits),
    otherType: `${datatype} of ${bits} bits`,
    offset: numbersIn(fields.get('skipheader'))[0],
    spacing: positive(tripleOf(place?.get('resolution'))),
    unit: place?.get('unit'),
    file: fields.get('name'),
    warnings: [
      ...(mirrored ? ['VGStudio shows the volume mirrored; the voxels are kept as stored.'] : []),
      ...(files.length > 1 && own.length === 0
        ? ['The .vgi describes several files and names none of them so: the first is taken.']
        : []),
    ],
  };
}

/** A section of a `.vgi`, in lower case, and the group that it lies in: `volume1`. */
interface Section {
  readonly group: string;
  readonly name: string;
  readonly fields: Map<string, string>;
}

function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  let group = '';
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed.startsWith('{') && trimmed.endsWith('}'))
      group = trimmed.slice(1, -1).toLowerCase();
    else if (trimmed.startsWith('[') && trimmed.endsWith(']'))
      sections.push({ group, name: trimmed.slice(1, -1).toLowerCase(), fields: new Map() });
    else {
      const equals = trimmed.indexOf('=');
      if (equals > 0)
        sections
          .at(-1)
          ?.fields.set(
            trimmed.slice(0, equals).trim().toLowerCase(),
            trimmed.slice(equals + 1).trim(),
          );
    }
  }
  return sections;
}

/** The geometry of the primitive that shows a volume; the only one where none says so. */
function geometryOf(sections: readonly Section[], volume: string): Map<string, string> | undefined {
  const geometries = sections.filter(({ name }) => name === 'geometry');
  const shown = sections.find(
    ({ name, fields }) => name === 'volume' && fields.get('volume')?.toLowerCase() === volume,
  );
  const own = geometries.find(({ group }) => group === shown?.group);
  return (own ?? (geometries.length === 1 ? geometries[0] : undefined))?.fields;
}

function vgiType(datatype: string, bits: string): StoredType | undefined {
  const types: Readonly<Record<string, StoredType>> = {
    'unsigned integer 8': 'u8',
    'unsigned integer 16': 'u16',
    'unsigned integer 32': 'u32',
    'float 32': 'f32',
    'float 64': 'f64',
  };
  return types[`${datatype.toLowerCase()} ${bits}`];
}

/** Whether a side file means a raw file by the name that it gives, whatever folder it gives. */
export function isNamed(given: string | undefined, rawName: string): boolean {
  const base = given?.replaceAll('\\', '/').split('/').at(-1)?.trim().toLowerCase();
  return base === rawName.toLowerCase();
}

function fieldsOf(text: string, mark: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const at = line.indexOf(mark);
    if (at > 0) fields.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
  }
  return fields;
}

function tripleOf(text: string | undefined): Vec3 | undefined {
  const [x, y, z, ...more] = numbersIn(text);
  const isTriple = x !== undefined && y !== undefined && z !== undefined && more.length === 0;
  return isTriple && [x, y, z].every(Number.isFinite) ? [x, y, z] : undefined;
}

function cubeOf(text: string | undefined): Vec3 | undefined {
  const [edge = NaN] = numbersIn(text);
  return positive([edge, edge, edge]);
}

function positive(distances: Vec3 | undefined): Vec3 | undefined {
  return distances?.every((d) => d > 0 && Number.isFinite(d)) === true ? distances : undefined;
}

function typeByName(name: string | undefined): StoredType | undefined {
  const known: Readonly<Record<string, StoredType>> = TYPES_BY_NAME;
  return name === undefined ? undefined : known[name.toLowerCase()];
}

function isBig(text: string | undefined): boolean | undefined {
  return text === undefined ? undefined : text.toUpperCase() === 'HIGHBYTEFIRST';
}
