import { afterEach, describe, expect, it, vi } from 'vitest';
import { ifRange } from '../../src/io/http_range.js';
import { openSource } from '../../src/io/open.js';
import { expectFailure, readAll } from './helpers.js';

const BYTES = Uint8Array.from({ length: 60 }, (_, i) => i * 4);
const ADDRESS = 'https://example.org/data/v_5x4x3_uint8.raw?key=1';
const SIZE = { size: [5, 4, 3], dtype: 'u8' } as const;

/** The middle slice. */
const SLAB = { origin: [0, 0, 1], size: [5, 4, 1] } as const;

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
    await expectFailure(openSource(ADDRESS), 'network', /example\.org.*HTTP 404.*CORS/);
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no route')));
    await expectFailure(openSource(ADDRESS), 'network', /no route/);
  });

  it('notices a file that changes on the server', async () => {
    let bytes = BYTES;
    serve((range) => ranged(range, bytes));
    const source = await openSource(ADDRESS);
    bytes = new Uint8Array(61);
    await expectFailure(source.read(SLAB), 'network', /changed on the server/);
    bytes = BYTES;
    expect(await source.read(SLAB)).toHaveLength(20);
  });

  it.each([
    ['ETag', '"a"', '"b"'],
    ['ETag', 'W/"a"', 'W/"b"'],
    ['Last-Modified', 'Mon, 02 Mar 2026 10:00:00 GMT', 'Mon, 02 Mar 2026 10:00:01 GMT'],
  ])('notices by %s a file of the same length that changes', async (name, before, after) => {
    let value = before;
    serve((range) => {
      const answer = ranged(range);
      answer.headers.set(name, value);
      return answer;
    });
    const source = await openSource(ADDRESS);
    expect(await source.read(SLAB)).toEqual(BYTES.slice(20, 40));
    value = after;
    await expectFailure(source.read(SLAB), 'network', /changed on the server/);
  });

  it('takes a tag that a proxy marks as weak, or leaves out, for the same', async () => {
    const tags = ['"a"', 'W/"a"', '"a"', undefined];
    serve((range) => {
      const answer = ranged(range);
      const tag = tags.shift();
      if (tag !== undefined) answer.headers.set('ETag', tag);
      return answer;
    });
    const source = await openSource(ADDRESS);
    for (let i = 0; i < 2; i++) expect(await source.read(SLAB)).toEqual(BYTES.slice(20, 40));
  });

  it('has the server compare a strong tag, but not a server of another origin than the page', async () => {
    const url = new URL(ADDRESS);
    const tagged = (ETag: string): Headers => new Headers({ ETag });
    expect(ifRange(url, tagged('"a"'), 'https://example.org')).toEqual({ 'If-Range': '"a"' });
    expect(ifRange(url, tagged('"a"'), 'https://elsewhere.org')).toEqual({});
    expect(ifRange(url, tagged('W/"a"'), 'https://example.org')).toEqual({});
    expect(ifRange(url, new Headers(), 'https://example.org')).toEqual({});
    const conditions: (string | null)[] = [];
    vi.stubGlobal('fetch', async (_: URL, init: RequestInit = {}) => {
      const headers = new Headers(init.headers);
      conditions.push(headers.get('If-Range'));
      const answer = ranged(headers.get('Range'));
      answer.headers.set('ETag', '"a"');
      return answer;
    });
    const here = (globalThis as { location?: Location }).location?.origin ?? 'https://example.org';
    await (await openSource(`${here}/v_5x4x3_uint8.raw`)).read(SLAB);
    expect([conditions[0], conditions.at(-1)]).toEqual([null, '"a"']);
  });

  it.each([
    ['bytes 19-38/60', /another range than bytes 20 to 39 \(bytes 19-38\/60\)/],
    ['bytes 20-38/60', /another range/],
    ['bytes 20-40/60', /another range/],
    ['bytes 0-19/60', /another range/],
    ['bytes 20-39/*', /another range/],
    ['bytes */60', /another range/],
    ['items 20-39/60', /another range/],
    ['', /no Content-Range/],
    ['bytes 20-39/61', /changed on the server/],
  ])('refuses the right number of bytes sent as %j', async (said, message) => {
    let opening = true;
    serve((range) => {
      const answer = ranged(range);
      if (opening) return answer;
      if (said === '') answer.headers.delete('Content-Range');
      else answer.headers.set('Content-Range', said);
      return answer;
    });
    const source = await openSource(ADDRESS);
    opening = false;
    await expectFailure(source.read(SLAB), 'network', message);
  });

  it('refuses a server that answers the first byte with another', async () => {
    serve(() => ranged('bytes=1-1'));
    await expectFailure(openSource(ADDRESS), 'network', /another range/);
  });

  it('refuses fewer bytes than an answer states', async () => {
    let opening = true;
    serve((range) => {
      const answer = ranged(range);
      return opening ? answer : new Response(BYTES.slice(20, 39), answer);
    });
    const source = await openSource(ADDRESS);
    opening = false;
    await expectFailure(source.read(SLAB), 'network', /19 bytes in place of 20/);
  });

  it('takes a late 200 for the whole alone, and 416 for a change', async () => {
    let answer: (range: string | null) => Response = ranged;
    serve((range) => answer(range));
    const source = await openSource(ADDRESS);
    answer = () => new Response(BYTES);
    expect(await source.read({ origin: [0, 0, 0], size: [5, 4, 3] })).toEqual(BYTES);
    await expectFailure(source.read(SLAB), 'network', /the whole in place of a range/);
    answer = () => new Response(BYTES.slice(1));
    const work = source.read({ origin: [0, 0, 0], size: [5, 4, 3] });
    await expectFailure(work, 'network', /59 bytes in place of 60/);
    answer = () => new Response(null, { status: 416 });
    await expectFailure(source.read(SLAB), 'network', /changed on the server/);
  });

  it.each([408, 429, 500, 503])(
    'asks again where a server answers %i for a while',
    async (status) => {
      let left = 2;
      const seen = serve((range) => {
        if (left-- > 0) return new Response('busy', { status, headers: { 'Retry-After': '0' } });
        return ranged(range);
      });
      const source = await openSource(ADDRESS);
      expect(seen.slice(0, 3)).toEqual(Array(3).fill('bytes=0-0'));
      seen.length = 0;
      left = 3;
      expect(await source.read(SLAB)).toEqual(BYTES.slice(20, 40));
      left = 4;
      await expectFailure(source.read(SLAB), 'network', new RegExp(`HTTP ${status}`));
      expect(seen).toHaveLength(4 + 4);
    },
  );

  it('reads on where a connection breaks, before an answer or within it', async () => {
    let fault: (() => Response | Promise<Response>) | undefined;
    vi.stubGlobal('fetch', (_: URL, init: RequestInit) => {
      const broken = fault?.();
      fault = undefined;
      return broken ?? Promise.resolve(ranged(new Headers(init.headers).get('Range')));
    });
    const source = await openSource(ADDRESS);
    fault = () => Promise.reject(new TypeError('connection reset'));
    expect(await source.read(SLAB)).toEqual(BYTES.slice(20, 40));
    fault = () => {
      const { headers } = ranged('bytes=20-39');
      const half = new ReadableStream({
        start: (control) => {
          control.enqueue(BYTES.slice(20, 30));
          control.error(new TypeError('connection reset'));
        },
      });
      return new Response(half, { status: 206, headers });
    };
    expect(await source.read(SLAB)).toEqual(BYTES.slice(20, 40));
  });

  it('says at once that an address cannot be reached', async () => {
    let calls = 0;
    vi.stubGlobal('fetch', () => {
      calls += 1;
      return Promise.reject(new TypeError('no route'));
    });
    await expectFailure(openSource(ADDRESS), 'network', /no route/);
    expect(calls).toBe(1);
  });

  it('makes eight requests at a time, and waits for the others', async () => {
    let underWay = 0;
    let most = 0;
    vi.stubGlobal('fetch', async (_: URL, init: RequestInit) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setTimeout(resolve, 2));
      underWay -= 1;
      return ranged(new Headers(init.headers).get('Range'));
    });
    const source = await openSource(ADDRESS);
    const slabs = await Promise.all(Array.from({ length: 50 }, () => source.read(SLAB)));
    for (const slab of slabs) expect(slab).toEqual(BYTES.slice(20, 40));
    expect(most).toBe(8);
  });

  it('lets a cancelled request leave the queue at once', async () => {
    const held: (() => void)[] = [];
    let opening = true;
    vi.stubGlobal('fetch', async (_: URL, init: RequestInit) => {
      if (!opening) await new Promise<void>((resolve) => held.push(resolve));
      return ranged(new Headers(init.headers).get('Range'));
    });
    const source = await openSource(ADDRESS);
    opening = false;
    const first = Array.from({ length: 8 }, () => source.read(SLAB));
    const control = new AbortController();
    const queued = source.read(SLAB, { signal: control.signal });
    const behind = source.read(SLAB);
    await vi.waitFor(() => {
      expect(held).toHaveLength(8);
    });
    control.abort();
    await expectFailure(queued, 'cancelled', /cancelled/);
    held.shift()?.();
    await vi.waitFor(() => {
      expect(held).toHaveLength(8);
    });
    opening = true;
    for (const release of held) release();
    expect(await Promise.all([...first, behind])).toHaveLength(9);
  });

  it('gives up waiting for a busy server when it is cancelled', async () => {
    const control = new AbortController();
    serve(() => {
      setTimeout(() => {
        control.abort();
      });
      return new Response('busy', { status: 503, headers: { 'Retry-After': '3600' } });
    });
    const work = openSource(ADDRESS, { signal: control.signal });
    await expectFailure(work, 'cancelled', /cancelled/);
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
