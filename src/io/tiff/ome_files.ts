import { VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';
import { pathBeside } from '../folder/folder.js';
import type { FoundFile } from '../contents.js';
import type { Pace } from '../pace.js';
import { fieldText } from './directory.js';
import type { OmeMetadata, TiffData } from './ome.js';
import { isOme, omeUuid, parseOme } from './ome.js';
import { TAG } from './tags.js';
import type { TiffFile } from './tiff_file.js';
import { openTiffFile } from './tiff_file.js';

/** Metadata beyond this are none. */
const LONGEST = 32 * 1024 * 1024;
/** Names in a message are listed up to here. */
const LISTED = 8;

/** The file that OME-XML was read in, which holds planes unless it is XML alone. */
export interface OmeOrigin extends Pick<FoundFile, 'beside' | 'path' | 'signal'> {
  readonly file: TiffFile | undefined;
  readonly name: string;
  readonly uuid: string | undefined;
}

/** The files of a set that are there, and the names of those that are not. */
export interface OmeFiles {
  readonly files: readonly TiffFile[];
  /** Names of files that hold planes and were not given. */
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
  /** The number of the file of a block; undefined where it was not given. */
  fileOf(block: TiffData): number | undefined;
  close(): void;
}

/**
 * Opens the files that TiffData names, of those that were handed over together. Where none of them
 * is there but the one at hand, its planes are what is read.
 */
export async function openOmeFiles(
  origin: OmeOrigin,
  metadata: OmeMetadata,
  pace: Pace,
): Promise<OmeFiles> {
  const { file, beside } = origin;
  const blocks = metadata.images.flatMap((image) => image.blocks);
  const isOwn = ownBlocks(origin, blocks);
  const names = new Map<string, string>();
  for (const block of blocks)
    if (!isOwn(block) && block.file?.name !== undefined) names.set(block.file.name, block.file.id);
  const files: TiffFile[] = file === undefined ? [] : [file];
  const opened: ByteSource[] = [];
  const numbers = new Map<string, number>();
  const missing: string[] = [];
  const warnings: string[] = [];
  const close = (): void => {
    for (const bytes of opened) bytes.close();
  };
  try {
    for (const [name, id] of names) {
      const bytes = await beside?.open(pathBeside(origin.path, name));
      if (bytes === undefined) {
        missing.push(name);
        continue;
      }
      opened.push(bytes);
      const other = await openTiffFile(bytes, pace);
      const own = uuidOf(other);
      if (own !== undefined && id !== '' && own !== id)
        warnings.push(`${name} has another UUID than the metadata of ${origin.name} name.`);
      numbers.set(name, files.push(other) - 1);
      await pace.step(files.length / names.size);
    }
  } catch (error) {
    close();
    throw error;
  }
  if (missing.length > 0 && (opened.length > 0 || file === undefined)) {
    close();
    throw notGiven(origin.name, missing);
  }
  const fileOf = (block: TiffData): number | undefined => {
    if (isOwn(block)) return file === undefined ? undefined : 0;
    return numbers.get(block.file?.name ?? '');
  };
  return { files, missing, warnings, fileOf, close };
}

/** Names, with how many more there are. */
export function listedNames(names: readonly string[]): string {
  const more = names.length - LISTED;
  return names.slice(0, LISTED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/**
 * The metadata of a file, which may stand in another beside it (BinaryOnly). Undefined where that
 * was not given.
 */
export async function metadataOf(
  found: Pick<FoundFile, 'beside' | 'path' | 'signal'>,
  text: string,
): Promise<OmeMetadata | undefined> {
  const metadata = parseOme(text);
  const { metadataFile } = metadata;
  if (metadataFile === undefined || metadata.images.length > 0) return metadata;
  const bytes = await found.beside?.open(pathBeside(found.path, metadataFile));
  if (bytes === undefined) return undefined;
  try {
    return parseOme(await companionText(bytes, found.signal));
  } finally {
    bytes.close();
  }
}

/** The text of a companion file. */
export async function companionText(
  bytes: ByteSource,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (bytes.size > LONGEST) {
    throw new VoxmetryError(
      'corrupt-file',
      `${bytes.name} has ${bytes.size} bytes, which OME metadata have not. Export it again.`,
    );
  }
  return new TextDecoder().decode(await bytes.read(0, bytes.size, signal));
}

/** Which blocks are in the file at hand: by its UUID, else its name, or if it is the only one. */
function ownBlocks(
  { file, uuid, name }: OmeOrigin,
  blocks: readonly TiffData[],
): (block: TiffData) => boolean {
  if (file === undefined) return () => false;
  const base = name.slice(name.lastIndexOf('/') + 1);
  const isHere = ({ file: named }: TiffData): boolean => {
    if (named === undefined) return true;
    if (uuid !== undefined) return named.id === uuid;
    return named.name === undefined || named.name === base;
  };
  const names = new Set(blocks.map((block) => block.file?.name));
  const isRenamed = uuid === undefined && names.size === 1 && !blocks.some(isHere);
  return isRenamed ? () => true : isHere;
}

function uuidOf(file: TiffFile): string | undefined {
  const text = fieldText(file.pages[0]!, TAG.imageDescription);
  return isOme(text) ? omeUuid(text) : undefined;
}

function notGiven(name: string, missing: readonly string[]): VoxmetryError {
  return new VoxmetryError(
    'corrupt-file',
    `${name} keeps planes in files that were not given: ${listedNames(missing)}. Open all files of the ` +
      'set together: choose them all, or their folder.',
    { details: { missing } },
  );
}
