// What a file holds, as a short text by which it is known again.

/** Files up to here are hashed whole. */
const WHOLE = 16 * 2 ** 20;
/** Of larger ones, so many bytes at either end. */
const END = 2 ** 20;

/** A file of several, and its path among them. */
export interface HashedFile {
  readonly path: string;
  readonly file: Blob;
}

/**
 * The hash of a file's content. Up to 16 MiB it is that of all bytes, `sha256:…`. Of a larger file
 * it is that of its length and of the first and the last MiB, `sha256-ends:…`: a scan is known
 * again without reading it all, and a change in its middle is not seen. Of several files it is that
 * of their paths, lengths and hashes, `sha256-list:…`.
 *
 * @param input - A file, or files with their paths.
 * @example
 * ```ts no-run
 * import { contentHash } from 'voxmetry/session';
 * const hash = await contentHash(new File(['scan'], 'scan.raw'));
 * ```
 */
export async function contentHash(input: Blob | readonly HashedFile[]): Promise<string> {
  if (!(input instanceof Blob)) {
    const lines: string[] = [];
    for (const { path, file } of input)
      lines.push(`${path}\n${String(file.size)}\n${await contentHash(file)}\n`);
    return `sha256-list:${await sha256(new Blob(lines.sort()))}`;
  }
  if (input.size <= WHOLE) return `sha256:${await sha256(input)}`;
  const ends = [input.slice(0, END), input.slice(input.size - END)];
  return `sha256-ends:${await sha256(new Blob([`${String(input.size)}\n`, ...ends]))}`;
}

async function sha256(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
