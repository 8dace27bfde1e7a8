import { VoxmetryError } from '../recipe/errors.js';
import type { ByteSource } from './byte_source.js';

/** Headers of text are as long as somebody can write; what is longer is no header. */
const LONGEST = 1 << 20;
const STEP = 1 << 14;

/** The numbers between white space of a field. */
export function numbersIn(text: string | undefined): number[] {
  return (text ?? '').split(/\s+/).flatMap((part) => (part === '' ? [] : [Number(part)]));
}

/** The lines of a header, without their ends, and where the bytes behind it begin. */
export interface TextHeader {
  readonly lines: readonly string[];
  readonly end: number;
}

/**
 * Reads lines up to and with the one that `isLast` names, or up to the end of a file that is all
 * header. It begins at byte `begin`. Throws `corrupt-file` where no such line comes within 1 MiB.
 */
export async function readTextHeader(
  bytes: ByteSource,
  isLast: (line: string) => boolean,
  signal?: AbortSignal,
  begin = 0,
): Promise<TextHeader & { readonly complete: boolean }> {
  const decoder = new TextDecoder('latin1');
  const lines: string[] = [];
  let rest = '';
  let end = begin;
  for (let at = begin; at < Math.min(bytes.size, begin + LONGEST); at += STEP) {
    rest += decoder.decode(await bytes.read(at, Math.min(STEP, bytes.size - at), signal));
    let start = 0;
    for (let stop = rest.indexOf('\n'); stop >= 0; stop = rest.indexOf('\n', start)) {
      const line = rest.slice(start, stop).replace(/\r$/, '');
      start = stop + 1;
      lines.push(line);
      if (isLast(line)) return { lines, end: end + start, complete: true };
    }
    end += start;
    rest = rest.slice(start);
  }
  if (bytes.size > begin + LONGEST) {
    throw new VoxmetryError(
      'corrupt-file',
      `${bytes.name} has no end of its header within 1 MiB: it is damaged. Export it again.`,
    );
  }
  if (rest !== '') lines.push(rest);
  const complete = rest !== '' && isLast(rest);
  return { lines, end: bytes.size, complete };
}
