import { afterEach, describe, expect, it, vi } from 'vitest';
import { openSource } from '../../src/io/open.js';
import { expectFailure, readAll } from './helpers.js';

const BYTES = Uint8Array.from({ length: 60 }, (_, i) => i * 4);
const ADDRESS = 'https://example.org/data/v_5x4x3_uint8.raw?key=1';
const SIZE = { size: [5, 4, 3], dtype: 'u8' } as const;

/** A server in place of `fetch`; returns the Range headers that it saw. */
function serve(
  answer: (range: string | null, signal: AbortSignal | null) => Response,
): (string | null)[] {
  const seen: (string | null)[] = [];
  vi.stubGlobal('fetch', async (_: URL, init: RequestInit = {}) => {
    const range = new Headers(init.headers).get('Range');
    seen.push(range);
    return answer(range, init.signal ?? null);
  });
  return seen;
}

function ranged(range: string | null, bytes = BYTES): Response {
  const [from = 0, to = 0] = (/bytes=(\d+)-(\d+)/.exec(range ?? '') ?? []).slice(1).map(Number);
  const headers = { 'Content-Range': `bytes ${from}-${to}/${bytes.length}` };
  return new Response(bytes.slice(from, to + 1), { status: 206, headers });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('URLs', () => {
  it('asks for ranges where they are granted', async () => {
    const seen = serve((range) => ranged(range));
    const source = await openSource(ADDRESS);
    expect(source).toMatchObject({ name: 'v_5x4x3_uint8.raw', size: [5, 4, 3] });
    seen.length = 0;
    const slab = await source.read({ origin: [0, 0, 1], size: [5, 4, 1] });
    expect([...slab]).toEqual([...BYTES.subarray(20, 40)]);
    expect(seen).toEqual(['bytes=20-39']);
  });

  it('downloads the whole once where they are not', async () => {
    const seen = serve(() => new Response(BYTES, { headers: { 'Content-Length': '60' } }));
    const progress: number[] = [];
    const { source, values } = await readAll(new URL(ADDRESS), {
      onProgress: (f) => progress.push(f),
    });
    expect([...values]).toEqual([...BYTES]);
    await source.read({ origin: [0, 0, 0], size: [1, 1, 1] });
    expect(seen).toEqual(['bytes=0-0', null]);
    expect(progress.at(-1)).toBe(1);
  });

  it('downloads the whole where the length of ranges is hidden', async () => {
    serve((range) =>
      range === null ? new Response(BYTES) : new Response(BYTES.slice(0, 1), { status: 206 }),
    );
    expect([...(await readAll(ADDRESS)).values]).toEqual([...BYTES]);
  });

  it('reads data: and blob: URLs', async () => {
    const data = `data:application/octet-stream;base64,${btoa(String.fromCharCode(...BYTES))}`;
    expect([...(await readAll(data, SIZE)).values]).toEqual([...BYTES]);
    const url = URL.createObjectURL(new Blob([BYTES]));
    expect([...(await readAll(url, SIZE)).values]).toEqual([...BYTES]);
    URL.revokeObjectURL(url);
  });

  it('names address and reason when it fails', async () => {
    serve(() => new Response(null, { status: 404 }));
    await expectFailure(openSource(ADDRESS), 'invalid-argument', /example\.org.*HTTP 404.*CORS/);
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no route')));
    await expectFailure(openSource(ADDRESS), 'invalid-argument', /no route/);
  });

  it('notices a file that changes on the server', async () => {
    let bytes = BYTES;
    serve((range) => ranged(range, bytes));
    const source = await openSource(ADDRESS);
    bytes = new Uint8Array(61);
    const work = source.read({ origin: [0, 0, 0], size: [5, 4, 3] });
    await expectFailure(work, 'invalid-argument', /changed on the server/);
  });

  it('aborts a request', async () => {
    const control = new AbortController();
    vi.stubGlobal(
      'fetch',
      (_: URL, { signal }: RequestInit) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            reject(new DOMException('aborted', 'AbortError'));
          });
        }),
    );
    const work = openSource(ADDRESS, { signal: control.signal });
    setTimeout(() => {
      control.abort();
    });
    await expectFailure(work, 'cancelled', /cancelled/);
  });
});
