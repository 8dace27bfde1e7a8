/**
 * A start tag of an XML text: its name without a prefix, its attributes, and where its content
 * begins.
 */
export interface StartTag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly end: number;
}

/**
 * The start tags of an XML text, in order. Workers have no XML parser. Each character is looked at
 * once and nothing is tried again, so time grows with the length alone, whatever the text; the
 * first thing that does not end is the end of it. Entities that a document declares are not
 * expanded.
 */
export function* startTags(text: string): Generator<StartTag> {
  let at = text.indexOf('<');
  while (at >= 0) {
    const skipped = endOfOther(text, at);
    if (skipped === undefined) {
      const tag = startTag(text, at + 1);
      if (tag === undefined) return;
      yield tag;
      at = text.indexOf('<', tag.end);
    } else {
      if (skipped < 0) return;
      at = text.indexOf('<', skipped);
    }
  }
}

/**
 * Behind a comment, CDATA, instruction or end tag; -1 where it does not end; undefined for a start
 * tag.
 */
function endOfOther(text: string, at: number): number | undefined {
  if (text.startsWith('<!--', at)) return behind(text, '-->', at + 4);
  if (text.startsWith('<![CDATA[', at)) return behind(text, ']]>', at + 9);
  const second = text.charAt(at + 1);
  if (second === '!' || second === '?' || second === '/') return behind(text, '>', at);
  return undefined;
}

function behind(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

const SPACE = ' \t\r\n';
const NAME_ENDS = `${SPACE}/>=`;

function startTag(text: string, start: number): StartTag | undefined {
  const attributes = new Map<string, string>();
  let at = endOfName(text, start);
  const name = localName(text.slice(start, at));
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '>') return { name, attributes, end: at + 1 };
    if (NAME_ENDS.includes(char)) {
      at++;
      continue;
    }
    const nameEnd = endOfName(text, at);
    const attribute = text.slice(at, nameEnd);
    at = skipSpace(text, nameEnd);
    if (text.charAt(at) !== '=') continue;
    at = skipSpace(text, at + 1);
    const quote = text.charAt(at);
    if (quote !== '"' && quote !== "'") continue;
    const close = text.indexOf(quote, at + 1);
    if (close < 0) return undefined;
    attributes.set(attribute, unescapeXml(text.slice(at + 1, close)));
    at = close + 1;
  }
  return undefined;
}

function endOfName(text: string, start: number): number {
  let at = start;
  while (at < text.length && !NAME_ENDS.includes(text.charAt(at))) at++;
  return at;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && SPACE.includes(text.charAt(at))) at++;
  return at;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,8}|#\d{1,8}|[a-z]{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole;
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
