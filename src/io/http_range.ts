/** Which bytes an answer says that it holds, and of how many. */
export interface ContentRange {
  readonly first: number;
  readonly last: number;
  readonly total: number;
}

/**
 * The range that an answer states; undefined where it states none, or one without a whole length.
 */
export function contentRange(headers: Headers): ContentRange | undefined {
  const match = /^\s*bytes\s+(\d{1,16})-(\d{1,16})\/(\d{1,16})\s*$/i.exec(
    headers.get('Content-Range') ?? '',
  );
  if (match === null) return undefined;
  const [first, last, total] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return first <= last && last < total ? { first, last, total } : undefined;
}

/**
 * What tells one version of a file from another, as far as the server says it and the page may read
 * it.
 */
export interface Version {
  readonly etag: string | undefined;
  readonly modified: string | undefined;
}

/** The version that an answer is of. */
export function versionOf(headers: Headers): Version {
  return {
    // A proxy that compresses marks the tag as weak; the file is the same.
    etag: headers.get('ETag')?.trim().replace(/^W\//, ''),
    modified: headers.get('Last-Modified')?.trim(),
  };
}

/** Whether two answers are of different versions. What only one of them says tells nothing. */
export function differ(a: Version, b: Version): boolean {
  return unlike(a.etag, b.etag) || unlike(a.modified, b.modified);
}

function unlike(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

/**
 * The header that has the server itself compare the version; none where there is no strong tag, and
 * none to another origin, where it would need a leave (CORS preflight) that servers of plain ranges
 * do not give.
 */
export function ifRange(
  url: URL,
  headers: Headers,
  page = (globalThis as { location?: { origin: string } }).location?.origin,
): Record<string, string> {
  const etag = headers.get('ETag')?.trim();
  const strong = etag?.startsWith('"') === true;
  return strong && (page === undefined || page === url.origin) ? { 'If-Range': etag } : {};
}
