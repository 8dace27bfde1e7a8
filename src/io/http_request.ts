// HTTP requests: few at a time, repeated where a server or the network stumbles.
import { cancelled, throwIfAborted, VoxmetryError } from '../recipe/errors.js';

/** Requests to one origin that are under way at once; the others wait. */
const MOST_AT_ONCE = 8;

/** How long to wait before each repetition, in ms. */
const WAITS = [250, 500, 1000] as const;

/** The longest wait that a server may ask for, in ms. */
const LONGEST_WAIT = 10_000;

/** Answers that say that the same request may succeed later. */
const BUSY: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

/** How a request is made. */
export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether a connection that fails is tried again: where the server was reached before. A first
   * request fails at once, since its address or the server's leave (CORS) is wrong more often.
   */
  readonly reached?: boolean;
}

/** A connection that failed before or during an answer. */
class Broken extends Error {}

/**
 * Makes a request and takes its answer. Answers that say that the server is busy are asked for
 * again, up to three times, after the time that it names or after 0.25, 0.5 and 1 s.
 *
 * @param take - Reads what is wanted of an answer; the request counts as under way until then.
 * @throws VoxmetryError `network` with the address and the reason, `cancelled`.
 */
export async function exchange<T>(
  url: URL,
  options: RequestOptions,
  take: (response: Response) => Promise<T> | T,
): Promise<T> {
  const { signal, reached = false } = options;
  for (let attempt = 0; ; attempt++) {
    const last = attempt === WAITS.length;
    const leave = await turnAt(url.origin, signal);
    let wait: number;
    try {
      const response = await answer(url, options);
      if (last || !BUSY.includes(response.status)) {
        // 416: ranges are known but the file is empty; the whole download then says so.
        if (!response.ok && response.status !== 416) {
          await response.body?.cancel();
          throw unreachable(url, `HTTP ${response.status}`, response.status);
        }
        return await take(response);
      }
      await response.body?.cancel();
      wait = statedWait(response.headers) ?? WAITS[attempt]!;
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      if (last || !reached) throw unreachable(url, error.message);
      wait = WAITS[attempt]!;
    } finally {
      leave();
    }
    await pause(wait, signal);
  }
}

async function answer(url: URL, { headers, signal }: RequestOptions): Promise<Response> {
  throwIfAborted(signal);
  return unbroken(fetch(url, { headers: headers ?? {}, signal: signal ?? null }), signal);
}

/** All bytes of an answer. */
export function bodyOf(
  response: Response,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  return unbroken(
    response.arrayBuffer().then((bytes) => new Uint8Array(bytes)),
    signal,
  );
}

/** What a connection gives; where it fails, {@link exchange} may try again. */
export async function unbroken<T>(
  transfer: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return await transfer;
  } catch (error) {
    if (signal?.aborted === true) throw cancelled();
    throw new Broken(error instanceof Error ? error.message : String(error));
  }
}

/** The wait that a server asks for, in ms, as seconds or as a date. */
function statedWait(headers: Headers): number | undefined {
  const stated = headers.get('Retry-After')?.trim();
  if (stated === undefined || stated === '') return undefined;
  const wait = /^\d+$/.test(stated) ? 1000 * Number(stated) : Date.parse(stated) - Date.now();
  return Number.isFinite(wait) ? Math.min(LONGEST_WAIT, Math.max(0, wait)) : undefined;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  throwIfAborted(signal);
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(cancelled());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** Requests under way and waiting, by origin. */
const origins = new Map<string, { underWay: number; readonly waiting: (() => void)[] }>();

/** Waits until a request to an origin may be made; what is returned ends it. */
async function turnAt(origin: string, signal: AbortSignal | undefined): Promise<() => void> {
  throwIfAborted(signal);
  const queue = origins.get(origin) ?? { underWay: 0, waiting: [] };
  origins.set(origin, queue);
  const leave = (): void => {
    const next = queue.waiting.shift();
    if (next !== undefined) next();
    else if (--queue.underWay === 0) origins.delete(origin);
  };
  if (queue.underWay < MOST_AT_ONCE) {
    queue.underWay += 1;
    return leave;
  }
  // Whoever leaves hands its place over.
  await new Promise<void>((resolve, reject) => {
    const enter = (): void => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    };
    const giveUp = (): void => {
      queue.waiting.splice(queue.waiting.indexOf(enter), 1);
      reject(cancelled());
    };
    queue.waiting.push(enter);
    signal?.addEventListener('abort', giveUp, { once: true });
  });
  return leave;
}

/** The error of an address that cannot be read. */
export function unreachable(url: URL, reason: string, status?: number): VoxmetryError {
  const isData = url.protocol === 'data:';
  const address = isData ? 'The data: URL' : url.href;
  return new VoxmetryError(
    isData ? 'invalid-argument' : 'network',
    `${address} could not be fetched: ${reason}. Check the address, the network, and that the server ` +
      'allows this page to read it (CORS).',
    {
      op: 'open',
      details: {
        parameter: 'input',
        ...(isData ? {} : { url: url.href }),
        ...(status === undefined ? {} : { status }),
      },
    },
  );
}
