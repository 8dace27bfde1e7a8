// What a drop or a picker gives, as an input that a lab opens.
import type { Dtype, NamedFile, OpenInput, Vec3, VoxmetryError } from 'voxmetry';
import { contentHash } from '../session/content_hash.js';

/** Something to be opened, and what it is known by. */
export interface ChosenInput {
  readonly name: string;
  readonly input: OpenInput;
  /** Bytes of all files; 0 where that is not known before it is read. */
  readonly bytes: number;
  /** The hash of its content; '' where it has none. */
  readonly hash: () => Promise<string>;
}

/** Files as an input: one by itself, several by their paths. */
export function inputOfFiles(files: readonly NamedFile[]): ChosenInput | undefined {
  const [first] = files;
  if (first === undefined) return undefined;
  const named = first.file instanceof File ? first.file.name : first.path;
  if (files.length === 1)
    return {
      name: named,
      input: first.file,
      bytes: first.file.size,
      hash: () => contentHash(first.file),
    };
  const folder = first.path.includes('/') ? first.path.split('/')[0]! : named;
  return {
    name: folder,
    input: files,
    bytes: files.reduce((sum, { file }) => sum + file.size, 0),
    hash: () => contentHash(files),
  };
}

/** The files of a picker, with their paths where a folder was picked. */
export function filesOf(list: FileList | null): NamedFile[] {
  return Array.from(list ?? [], (file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** The files of a drop; those in folders too. */
export async function filesOfDrop(transfer: DataTransfer): Promise<NamedFile[]> {
  const entries = Array.from(transfer.items).flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return filesOf(transfer.files);
  const files: NamedFile[] = [];
  for (const entry of entries) await collect(entry, files);
  return files;
}

async function collect(entry: FileSystemEntry, files: NamedFile[]): Promise<void> {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    files.push({ path, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // A folder is listed in parts; an empty part ends it.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (part.length === 0) return;
    for (const each of part) await collect(each, files);
  }
}

/** A size and a type that a raw file may have. */
export interface RawGuess {
  readonly size: Vec3;
  readonly dtype: Dtype | undefined;
}

/**
 * What the library guesses of a raw file, from its error; undefined where that is not about a raw
 * file that lacks its size or type.
 */
export function rawGuesses({ code, details }: VoxmetryError): readonly RawGuess[] | undefined {
  if (code !== 'needs-metadata') return undefined;
  const guess = details['guess'] as readonly Partial<RawGuess>[];
  return guess.flatMap(({ size, dtype }) => (size === undefined ? [] : [{ size, dtype }]));
}
