import { invalidArgument, type VoxmetryError } from '../recipe/errors.js';
import type { ByteSource } from './byte_source.js';
import { blobSource, checkRange, closed } from './byte_source.js';
import type { ContentRange, Version } from './http_range.js';
import { contentRange, differ, ifRange, versionOf } from './http_range.js';
import { bodyOf, exchange, unbroken, unreachable } from './http_request.js';
import type { SourceReadOptions } from '../recipe/source.js';

/** Schemes that `fetch` reads everywhere; of these only http(s) has ranges. */
const SCHEMES = ['http:', 'https:', 'blob:', 'data:'];

/**
 * Bytes behind a URL. Over http(s), ranges are asked for where the server grants them and states
 * the whole length; else (a 200 in answer to a range) the whole is downloaded once and kept as a
 * Blob. Every range must be the one asked for, of a file of the length, ETag and Last-Modified that
 * it had when it was opened, or the read rejects. http(s), blob: and data: URLs.
 */
export async function urlSource(url: URL, options: SourceReadOptions = {}): Promise<ByteSource> {
  if (!SCHEMES.includes(url.protocol)) {
    throw invalidArgument(
      'open',
      'input',
      url.href,
      'an http(s), blob: or data: URL, a File, a Blob, an ArrayBuffer or { data, size }',
    );
  }
  const name = nameOf(url);
  if (url.protocol.startsWith('http')) {
    const ranged = await rangedSource(url, name, options.signal);
    if (ranged !== undefined) return ranged;
  }
  const how = { signal: options.signal };
  return blobSource(await exchange(url, how, (response) => download(response, options)), name);
}

async function rangedSource(
  url: URL,
  name: string,
  signal: AbortSignal | undefined,
): Promise<ByteSource | undefined> {
  // One byte is enough to learn whether ranges are granted and how long the whole is.
  const first = { headers: { Range: 'bytes=0-0' }, signal };
  const probe = await exchange(url, first, async (response) => {
    await response.body?.cancel();
    return response;
  });
  const granted = contentRange(probe.headers);
  if (probe.status !== 206 || granted === undefined) return undefined;
  if (granted.first !== 0 || granted.last !== 0) throw otherRange(url, 0, 0, probe);
  const { total } = granted;
  const version = versionOf(probe.headers);
  const condition = ifRange(url, probe.headers);
  let open = true;
  const source: ByteSource = {
    name,
    size: total,
    read: async (offset, length, readSignal) => {
      if (!open) throw closed(name);
      checkRange(source, offset, length);
      if (length === 0) return new Uint8Array(0);
      const last = offset + length - 1;
      const headers = { Range: `bytes=${offset}-${last}`, ...condition };
      const how = { headers, signal: readSignal, reached: true };
      return exchange(url, how, async (response) => {
        try {
          checkAnswer(url, response, { first: offset, last, total }, version);
        } catch (error) {
          // A whole file may be on its way.
          await response.body?.cancel();
          throw error;
        }
        const bytes = await bodyOf(response, readSignal);
        if (bytes.byteLength !== length)
          throw unreachable(url, `the server sent ${bytes.byteLength} bytes in place of ${length}`);
        return bytes;
      });
    },
    close: () => {
      open = false;
    },
  };
  return source;
}

/**
 * Throws unless an answer is the range asked for, of the version of the file that was opened. The
 * whole file in place of a range is taken only where the whole was asked for.
 */
function checkAnswer(url: URL, response: Response, asked: ContentRange, version: Version): void {
  // 416: the file is shorter than it was.
  if (response.status === 416 || differ(version, versionOf(response.headers))) throw changed(url);
  const whole = asked.first === 0 && asked.last === asked.total - 1;
  if (response.status === 200 && whole) return;
  if (response.status !== 206) {
    throw unreachable(
      url,
      'the server sent the whole in place of a range: the file changed on the server while it was being read, or ranges are granted no more',
    );
  }
  const sent = contentRange(response.headers);
  if (sent !== undefined && sent.total !== asked.total) throw changed(url);
  if (sent?.first !== asked.first || sent.last !== asked.last) {
    throw otherRange(url, asked.first, asked.last, response);
  }
}

/** All bytes behind an http(s) URL, by one request. */
export function fetchWhole(url: URL, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  return exchange(url, { signal }, (response) => bodyOf(response, signal));
}

async function download(
  response: Response,
  { signal, onProgress }: SourceReadOptions,
): Promise<Blob> {
  const expected = Number(response.headers.get('Content-Length') ?? 0);
  if (onProgress === undefined || expected <= 0 || response.body === null)
    return new Blob([await bodyOf(response, signal)]);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  const reader = response.body.getReader();
  for (;;) {
    const part = await unbroken(reader.read(), signal);
    if (part.done) return new Blob(parts);
    parts.push(part.value);
    received += part.value.byteLength;
    onProgress(Math.min(1, received / expected));
  }
}

function nameOf(url: URL): string {
  if (url.protocol === 'data:') return 'data';
  const last = url.pathname.split('/').findLast((part) => part !== '') ?? url.hostname;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

function changed(url: URL): VoxmetryError {
  return unreachable(url, 'the file changed on the server while it was being read; open it again');
}

function otherRange(url: URL, first: number, last: number, { headers }: Response): VoxmetryError {
  const sent = headers.get('Content-Range')?.slice(0, 80) ?? 'no Content-Range';
  return unreachable(
    url,
    `the server sent another range than bytes ${first} to ${last} (${sent}); a proxy or cache may be at fault`,
  );
}
