import type { DataSet } from 'dicom-parser';
import { parseDicom, readPart10Header } from 'dicom-parser';
import { VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';
import { damagedFile } from '../damaged_file.js';
import { isDicom } from './sniff.js';
import { DEFLATED } from './transfer_syntax.js';

/** What a file says before its pixels. */
export interface DicomHeader {
  readonly dataSet: DataSet;
  /** The UID of the transfer syntax. */
  readonly syntax: string;
  /** Where its pixels lie; undefined where it has none. */
  readonly pixels: PixelData | undefined;
}

/** The element of the pixels. */
export interface PixelData {
  readonly offset: number;
  /** Undefined where pixels are in fragments. */
  readonly length: number | undefined;
  readonly vr: string | undefined;
}

/** Headers of slices have some 2 to 6 KiB; those of many frames grow with their number. */
const FIRST = 8 * 2 ** 10;
const GROWTH = 4;
const LONGEST = 64 * 2 ** 20;

const PIXELS = 'x7fe00010';

/**
 * Reads as much of a file as its header takes, no pixels. The parser works on bytes in memory, so
 * that it is given a longer beginning until it meets the pixels.
 */
export async function readHeader(bytes: ByteSource, signal?: AbortSignal): Promise<DicomHeader> {
  for (let length = FIRST; ; length *= GROWTH) {
    const whole = length >= bytes.size;
    const head = await bytes.read(0, Math.min(length, bytes.size), signal);
    if (!isDicom(head)) {
      throw damaged(bytes.name, "it has no 'DICM' at byte 128");
    }
    const found = parsed(head, bytes.name, whole);
    if (found !== undefined) return found;
    if (length * GROWTH > LONGEST && !whole)
      throw damaged(bytes.name, `its header does not end within ${LONGEST / 2 ** 20} MiB`);
  }
}

/** The header, or undefined where it may go on behind these bytes. */
function parsed(head: Uint8Array, name: string, whole: boolean): DicomHeader | undefined {
  let dataSet: DataSet;
  let syntax: string;
  try {
    syntax = readPart10Header(head).string('x00020010')?.trim() ?? '';
    if (syntax === DEFLATED) throw deflated(name);
    dataSet = parseDicom(head, { untilTag: PIXELS });
  } catch (error) {
    if (error instanceof VoxmetryError) throw error;
    if (whole) throw damaged(name, reasonOf(error));
    return undefined;
  }
  const element = dataSet.elements[PIXELS];
  if (element === undefined) return whole ? { dataSet, syntax, pixels: undefined } : undefined;
  const { dataOffset, length, vr, hadUndefinedLength } = element;
  return {
    dataSet,
    syntax,
    pixels: {
      offset: dataOffset,
      length: hadUndefinedLength === true ? undefined : length,
      vr,
    },
  };
}

/** The parser throws texts, and objects that hold what was thrown. */
function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'exception' in error)
    return reasonOf(error.exception);
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^dicomParser[.\w:]*\s*/, '');
}

function deflated(name: string): VoxmetryError {
  return new VoxmetryError(
    'unsupported-format',
    `${name} is a deflated DICOM file, which is not read. Export it as explicit little-endian.`,
  );
}

/** The error of a DICOM file that does not hold what it states. */
export function damaged(name: string, reason: string): VoxmetryError {
  return damagedFile('DICOM file', name, reason);
}
