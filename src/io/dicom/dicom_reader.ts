import { throwIfAborted, VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';
import type { FileContents, FoundFile, StoredImage } from '../contents.js';
import type { Folder } from '../folder/folder.js';
import { naturally } from '../folder/folder.js';
import { asReadFailure } from '../grid_source.js';
import { Pace } from '../pace.js';
import type { DicomFile, Frame } from './facts.js';
import { factsOfHeader } from './facts.js';
import { readHeader } from './header.js';
import { seriesImage } from './series_image.js';

/** Names in a message are listed up to here. */
const LISTED = 5;

/** A DICOM file that came alone: one slice, or several frames. */
export async function readDicom({ bytes, path, signal }: FoundFile): Promise<FileContents> {
  const file = await readFile(bytes, path, signal);
  const [files, leftOut] = file === undefined ? [[], [path]] : [[file], []];
  return contentsOf(files, path, leftOut, () => {
    bytes.close();
  });
}

/**
 * The DICOM files of a folder: a grid for each series, and for each size and orientation within
 * one. Slices are in the order of their positions. Files without an image, and those whose pixels
 * are of a kind that is not read, are left out with a warning; damaged ones are refused by name.
 *
 * Cost: the header of every file is read, and no pixels.
 */
export async function readDicomFiles(
  folder: Folder,
  paths: readonly string[],
  {
    signal,
    onProgress,
  }: { signal?: AbortSignal | undefined; onProgress?: ((fraction: number) => void) | undefined },
): Promise<FileContents> {
  const pace = new Pace({ signal, onProgress });
  const open: ByteSource[] = [];
  const close = (): void => {
    for (const bytes of open) bytes.close();
  };
  try {
    const files: DicomFile[] = [];
    const leftOut: string[] = [];
    let refusal: VoxmetryError | undefined;
    for (const [i, path] of paths.entries()) {
      throwIfAborted(signal, 'open');
      const bytes = await folder.open(path);
      if (bytes === undefined) {
        throw new VoxmetryError('corrupt-file', `${path} is gone since it was chosen.`);
      }
      open.push(bytes);
      const file = await readFile(bytes, path, signal).catch((error: unknown) => {
        if (!(error instanceof VoxmetryError) || error.code !== 'unsupported-format') throw error;
        refusal ??= error;
        return undefined;
      });
      if (file === undefined) leftOut.push(path);
      else files.push(file);
      await pace.step((i + 1) / paths.length);
    }
    if (files.length === 0 && refusal !== undefined) throw refusal;
    return contentsOf(files, folder.name, leftOut, close);
  } catch (error) {
    close();
    throw error;
  }
}

async function readFile(
  bytes: ByteSource,
  path: string,
  signal: AbortSignal | undefined,
): Promise<DicomFile | undefined> {
  try {
    return factsOfHeader(await readHeader(bytes, signal), bytes, path);
  } catch (error) {
    throw asReadFailure(error, path);
  }
}

function contentsOf(
  files: readonly DicomFile[],
  name: string,
  leftOut: readonly string[],
  close: () => void,
): FileContents {
  if (files.length === 0) {
    const count = leftOut.length === 1 ? '1 file' : `${leftOut.length} files`;
    throw new VoxmetryError(
      'unsupported-format',
      `${name} is DICOM without an image (${count}). Choose the files of a scan.`,
    );
  }
  const groups = grouped(files.flatMap(({ frames }) => frames));
  const listed = leftOut.slice(0, LISTED).join(', ');
  const more = leftOut.length > LISTED ? ` and ${leftOut.length - LISTED} more` : '';
  const left =
    leftOut.length === 0 ? [] : [`Without an image that is read, and left out: ${listed}${more}.`];
  const names = namesOf(groups);
  const images = groups.map((frames, i): StoredImage => {
    const path = groups.length === 1 ? '' : names[i]!;
    const image = seriesImage(frames, names[i]!, path, () => undefined);
    return { ...image, warnings: [...image.warnings, ...left] };
  });
  return { format: 'dicom', images, close };
}

/** Frames that make a grid together: of one series, alike in size, type and orientation. */
function grouped(frames: readonly Frame[]): Frame[][] {
  const groups = new Map<string, Frame[]>();
  for (const frame of frames) {
    const { file, orientation, pixel } = frame;
    const key = JSON.stringify([
      file.series,
      file.format,
      file.syntax.name,
      orientation?.map((part) => Math.round(part * 1000)),
      pixel?.map((length) => length.toPrecision(4)),
    ]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [frame]);
    else group.push(frame);
  }
  return [...groups.values()].sort(
    (a, b) =>
      (a[0]!.file.seriesNumber ?? Infinity) - (b[0]!.file.seriesNumber ?? Infinity) ||
      naturally(a[0]!.file.series, b[0]!.file.series),
  );
}

/** Names of series: number and description; where they are alike, numbered. */
function namesOf(groups: readonly (readonly Frame[])[]): string[] {
  const counts = new Map<string, number>();
  return groups.map(([frame]) => {
    const { seriesNumber, description } = frame!.file;
    const name = ['series', seriesNumber, description]
      .filter((part) => part !== undefined && part !== '')
      .join(' ');
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}
