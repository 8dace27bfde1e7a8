import type { ByteSource } from '../byte_source.js';
import { endsTooSoon } from '../byte_source.js';
import type { Run } from './sector_chain.js';
import { chainOf, damaged, runsOf, runsSource } from './sector_chain.js';
import { isCompoundFile } from './sniff.js';

/** An OLE compound file: folders and streams within a file. */
export interface CompoundFile {
  /** A stream by its path, `ImageInfo/PixelSize`; undefined where there is none. */
  stream(path: string): ByteSource | undefined;
}

const HEADER = 512;
const ENTRY = 128;
/** Entries of the table of tables in the header. */
const IN_HEADER = 109;
/** Sectors beyond this number are marks: free, end, table. */
const MARKS = 0xfffffffa;
const NONE = 0xffffffff;
/** Storages within each other; scans have two. */
const DEEPEST = 16;

/** An entry of the directory. */
interface Entry {
  readonly name: string;
  /** 1 a storage, 2 a stream, 5 the root; 0 is unused. */
  readonly type: number;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

/**
 * Opens a compound file ([MS-CFB]): its tables of sectors and its directory are read, some 1 % of
 * the file. Streams are read by region.
 */
export async function openCompoundFile(
  bytes: ByteSource,
  signal?: AbortSignal,
): Promise<CompoundFile> {
  const { name } = bytes;
  if (bytes.size < HEADER) throw endsTooSoon(bytes, 0, HEADER);
  const head = viewOf(await bytes.read(0, HEADER, signal));
  if (!isCompoundFile(new Uint8Array(head.buffer, head.byteOffset, HEADER)))
    throw damaged(name, 'it has no mark');
  const version = head.getUint16(26, true);
  const shift = head.getUint16(30, true);
  const miniShift = head.getUint16(32, true);
  // Version 3 has sectors of 512 bytes, version 4 of 4096.
  if (shift !== (version === 4 ? 12 : 9) || miniShift !== 6)
    throw damaged(name, 'its sectors are of no size that is defined');
  const sector = 2 ** shift;
  const mini = 2 ** miniShift;
  const cutoff = head.getUint32(56, true);

  const fat = await tableOf(bytes, await fatSectors(bytes, head, sector, signal), sector, signal);
  const read = async (start: number): Promise<DataView> => {
    const runs = runsOf(chainOf(fat, start, name), sector, sector);
    return viewOf(await readRuns(bytes, runs, signal));
  };
  const entries = entriesOf(await read(head.getUint32(48, true)), version);
  const root = entries[0];
  if (root?.type !== 5) throw damaged(name, 'its directory has no root');
  const streams = streamsOf(entries, name);

  // Short streams lie in sectors of 64 bytes within the root's own stream.
  const miniStart = head.getUint32(60, true);
  const miniFat = miniStart < MARKS ? wordsOf(await read(miniStart)) : new Uint32Array(0);
  const longSource = (entry: Entry, path: string): ByteSource => {
    const count = Math.ceil(entry.size / sector);
    if (count > fat.length) throw endsTooSoon(bytes, 0, entry.size);
    const runs = count === 0 ? [] : runsOf(chainOf(fat, entry.start, name, count), sector, sector);
    const last = runs.at(-1);
    const end = last === undefined ? 0 : last.offset + last.length - (count * sector - entry.size);
    if (end > bytes.size) throw endsTooSoon(bytes, 0, end);
    return runsSource(bytes, runs, entry.size, `${name}: ${path}`);
  };
  let miniStream: ByteSource | undefined;
  return {
    stream: (path) => {
      const entry = streams.get(path);
      if (entry === undefined) return undefined;
      if (entry.size >= cutoff) return longSource(entry, path);
      miniStream ??= longSource(root, 'mini stream');
      const count = Math.ceil(entry.size / mini);
      const runs = count === 0 ? [] : runsOf(chainOf(miniFat, entry.start, name, count), 0, mini);
      return runsSource(miniStream, runs, entry.size, `${name}: ${path}`);
    },
  };
}

/** Numbers of the sectors that hold the table of sectors: in the header, then in a chain. */
async function fatSectors(
  bytes: ByteSource,
  head: DataView,
  sector: number,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const total = Math.ceil(bytes.size / sector);
  const found: number[] = [];
  const add = (view: DataView, from: number, count: number): void => {
    for (let i = 0; i < count; i++) {
      const number = view.getUint32(from + 4 * i, true);
      if (number >= MARKS) continue;
      if (number >= total) throw damaged(bytes.name, 'its table of sectors lies behind its end');
      found.push(number);
    }
  };
  add(head, 76, IN_HEADER);
  const seen = new Set<number>();
  const perSector = sector / 4 - 1;
  for (let next = head.getUint32(68, true); next < MARKS;) {
    if (next >= total || seen.has(next))
      throw damaged(bytes.name, 'its table of tables runs in circles or leaves the file');
    seen.add(next);
    const view = viewOf(await bytes.read((next + 1) * sector, sector, signal));
    add(view, 0, perSector);
    next = view.getUint32(perSector * 4, true);
  }
  // As many as the file has sectors to speak of, or it takes memory for nothing.
  const most = Math.ceil((total * 4) / sector) + 1;
  if (found.length > most) throw damaged(bytes.name, 'its table of sectors is too long');
  return found;
}

async function tableOf(
  bytes: ByteSource,
  sectors: readonly number[],
  sector: number,
  signal: AbortSignal | undefined,
): Promise<Uint32Array> {
  return wordsOf(viewOf(await readRuns(bytes, runsOf(sectors, sector, sector), signal)));
}

async function readRuns(
  bytes: ByteSource,
  runs: readonly Run[],
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const size = runs.reduce((sum, { length }) => sum + length, 0);
  // The last sector of a file may be cut.
  const end = runs.reduce((most, { offset, length }) => Math.max(most, offset + length), 0);
  if (end > bytes.size) throw endsTooSoon(bytes, 0, end);
  return runsSource(bytes, runs, size, bytes.name).read(0, size, signal);
}

function entriesOf(view: DataView, version: number): Entry[] {
  return Array.from({ length: Math.floor(view.byteLength / ENTRY) }, (_, i) => {
    const at = i * ENTRY;
    const word = (offset: number): number => view.getUint32(at + offset, true);
    const letters = Math.max(0, Math.min(32, view.getUint16(at + 64, true) / 2) - 1);
    const name = Array.from({ length: Math.floor(letters) }, (_letter, n) =>
      String.fromCharCode(view.getUint16(at + 2 * n, true)),
    ).join('');
    return {
      name,
      type: view.getUint8(at + 66),
      left: word(68),
      right: word(72),
      child: word(76),
      start: word(116),
      // In version 3 the upper half says nothing.
      size: word(120) + (version === 4 ? word(124) * 2 ** 32 : 0),
    };
  });
}

/** The streams of a directory by path. Entries of a folder are a tree; each is met once. */
function streamsOf(entries: readonly Entry[], name: string): Map<string, Entry> {
  const streams = new Map<string, Entry>();
  const seen = new Uint8Array(entries.length);
  const open: { index: number; prefix: string; depth: number }[] = [];
  const visit = (index: number, prefix: string, depth: number): void => {
    if (index === NONE) return;
    if (index >= entries.length || seen[index] === 1 || depth > DEEPEST)
      throw damaged(name, 'its directory is no tree');
    seen[index] = 1;
    open.push({ index, prefix, depth });
  };
  visit(entries[0]?.child ?? NONE, '', 1);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { index, prefix, depth } = next;
    const entry = entries[index]!;
    visit(entry.left, prefix, depth);
    visit(entry.right, prefix, depth);
    if (entry.type === 1) visit(entry.child, `${prefix}${entry.name}/`, depth + 1);
    else if (entry.type === 2) streams.set(prefix + entry.name, entry);
  }
  return streams;
}

function wordsOf(view: DataView): Uint32Array {
  const words = new Uint32Array(view.byteLength >> 2);
  for (let i = 0; i < words.length; i++) words[i] = view.getUint32(i * 4, true);
  return words;
}

function viewOf(bytes: Uint8Array<ArrayBuffer>): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
