import { abortable } from '../../recipe/abortable.js';
import { throwIfAborted, VoxmetryError } from '../../recipe/errors.js';
import type { ByteSource } from '../byte_source.js';
import { closed } from '../byte_source.js';
import { damagedFile } from '../damaged_file.js';
import { LazyFile } from './lazy_file.js';
import type { Hdf5Library } from './library.js';
import { hdf5Library } from './library.js';

/** What the library does with an opened file. */
type Work<T> = (library: Hdf5Library, file: bigint) => T;

/** What the library writes of errors, instead of the console. */
interface ErrorLog {
  text: string;
  readonly stream: object;
}

/** Longer reports of errors are cut. */
const LONGEST_LOG = 64 * 2 ** 10;

const logs = new WeakMap<Hdf5Library, ErrorLog>();

/** Why the library can be used no more: a damaged file made its code stop where it stood. */
let broken: string | undefined;

/**
 * An HDF5 file that is read by h5wasm. A call that needs bytes which are not loaded fails, they are
 * loaded, and it is made again: no more of a file is in memory than calls need, whatever it is read
 * from. Calls are made one after the other.
 */
export class Hdf5File {
  readonly name: string;
  readonly #library: Hdf5Library;
  readonly #file: LazyFile;
  readonly #bytes: ByteSource;
  /** Where addresses of the file count from: behind a block of the user's own. */
  #base: Promise<number> | undefined;
  #id: bigint | undefined;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(library: Hdf5Library, bytes: ByteSource) {
    this.name = bytes.name;
    this.#library = library;
    this.#bytes = bytes;
    this.#file = new LazyFile(library.FS, bytes);
  }

  /** Opens a file. What it holds is not read yet. */
  static async open(bytes: ByteSource, signal: AbortSignal | undefined): Promise<Hdf5File> {
    const library = await abortable(hdf5Library(), signal);
    const opened = new Hdf5File(library, bytes);
    try {
      opened.#id = await opened.#repeat(
        () => library.open(opened.#file.path, 0, false, -1, -1),
        signal,
      );
      return opened;
    } catch (error) {
      opened.close();
      throw error;
    }
  }

  /**
   * Does something with the file. The work may be done several times, until all that it needs is
   * loaded, so it must change nothing but its own variables.
   */
  do<T>(work: Work<T>, signal?: AbortSignal): Promise<T> {
    const turn = this.#last.then(() => {
      throwIfAborted(signal);
      const id = this.#id;
      if (id === undefined) throw closed(this.name);
      return this.#repeat(() => work(this.#library, id), signal);
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Bytes at an address of the file, or what there is of them. */
  async view(
    address: number,
    length: number,
    signal: AbortSignal | undefined,
  ): Promise<DataView | undefined> {
    this.#base ??= baseOf(this.#bytes, signal);
    const start = (await this.#base) + address;
    const there = Math.min(length, this.#bytes.size - start);
    if (!Number.isSafeInteger(start) || there < 16) return undefined;
    const bytes = await this.#bytes.read(start, there, signal);
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  close(): void {
    const id = this.#id;
    this.#id = undefined;
    // What is under way ends before the library lets go of the file.
    void this.#last.then(() => {
      if (id !== undefined && broken === undefined)
        logged(this.#library, () => this.#library.close_file(id));
      this.#file.close();
    });
  }

  async #repeat<T>(work: () => T, signal: AbortSignal | undefined): Promise<T> {
    this.#file.begin();
    for (;;) {
      if (broken !== undefined) throw brokenLibrary(broken);
      const { value, thrown, text } = logged(this.#library, work);
      if (thrown instanceof VoxmetryError) throw thrown;
      if (isStop(thrown)) {
        broken = this.name;
        throw damagedFile('HDF5 file', this.name, thrown.message.slice(0, 200));
      }
      if (this.#file.missing !== undefined) {
        await this.#file.load(signal);
        throwIfAborted(signal);
        continue;
      }
      if (thrown === undefined && text === '') return value as T;
      throw damagedFile('HDF5 file', this.name, reasonIn(text) ?? String(thrown));
    }
  }
}

/** Where the mark of the format stands: at 0, 512, 1024, … */
async function baseOf(bytes: ByteSource, signal: AbortSignal | undefined): Promise<number> {
  for (let at = 0; at + 8 <= bytes.size; at = Math.max(512, 2 * at)) {
    const mark = await bytes.read(at, 4, signal);
    if (mark.join() === '137,72,68,70') return at;
  }
  return 0;
}

/** Calls the library with its reports of errors gathered; without them it did not fail. */
function logged<T>(
  library: Hdf5Library,
  work: () => T,
): { readonly value: T | undefined; readonly thrown: unknown; readonly text: string } {
  const log = logOf(library);
  const { streams } = library.FS;
  const console = streams[2]!;
  log.text = '';
  // The library writes to the console, which others who use it may want to read.
  streams[2] = log.stream;
  try {
    return { value: work(), thrown: undefined, text: log.text };
  } catch (thrown) {
    return { value: undefined, thrown, text: log.text };
  } finally {
    streams[2] = console;
  }
}

function logOf(library: Hdf5Library): ErrorLog {
  const known = logs.get(library);
  if (known !== undefined) return known;
  const { FS } = library;
  const path = '/dev/voxmetry-errors';
  const device = FS.makedev(90, 1);
  const decoder = new TextDecoder();
  const write = (
    _stream: unknown,
    heap: Int8Array<ArrayBuffer>,
    from: number,
    length: number,
  ): number => {
    if (log.text.length < LONGEST_LOG) log.text += decoder.decode(heap.slice(from, from + length));
    return length;
  };
  FS.registerDevice(device, { write });
  FS.mkdev(path, 0o666, device);
  const log: ErrorLog = { text: '', stream: FS.open(path, 'w') };
  logs.set(library, log);
  return log;
}

/** What the innermost function of the library said. */
function reasonIn(text: string): string | undefined {
  return [...text.matchAll(/#\d+: .*? in \w+\(\): (.*)/g)]
    .at(-1)?.[1]
    ?.replace(/: time = .*/, '')
    .slice(0, 200);
}

/** Whether the code of the library stopped where it stood, and left its memory as it was then. */
function isStop(thrown: unknown): thrown is Error {
  if (thrown instanceof RangeError) return /call stack/i.test(thrown.message);
  return thrown instanceof WebAssembly.RuntimeError;
}

function brokenLibrary(by: string): VoxmetryError {
  return new VoxmetryError(
    'worker-failed',
    `The library that reads HDF5 stopped at the damaged file ${by}. Open a new lab (in Node and Deno, start ` +
      'again) to read further HDF5 files.',
  );
}
