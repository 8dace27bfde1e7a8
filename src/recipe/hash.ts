import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Node } from './op.js';
import { encodeValue } from './json.js';

const KEYS = new WeakMap<Node, string>();

/**
 * The hash of a node: of its op and version, its parameters and its inputs' hashes. Equal recipes
 * on equal sources have equal hashes, in every process.
 */
export function hashNode(node: Node): string {
  const known = KEYS.get(node);
  if (known !== undefined) return known;
  // Without recursion: deep recipes must not overflow the stack.
  const stack: Node[] = [node];
  while (stack.length > 0) {
    const top = stack.at(-1)!;
    const missing = Object.values(top.inputs).filter((child) => !KEYS.has(child));
    if (missing.length > 0) {
      stack.push(...missing);
      continue;
    }
    stack.pop();
    const inputs = Object.fromEntries(
      Object.entries(top.inputs).map(([name, child]) => [name, KEYS.get(child)!]),
    );
    const text = canonical([top.op.name, top.op.version, encodeValue(top.params), inputs]);
    KEYS.set(top, hashText(text));
  }
  return KEYS.get(node)!;
}

function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32);
}

/** The hash of plain data, whatever the order of its keys. */
export function hashValue(value: unknown): string {
  return hashText(canonical(value));
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value === 'object' && value !== null) {
    const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join()}}`;
  }
  return JSON.stringify(value);
}
