// How long nodes take for each voxel, learnt from runs before.
import type { Rates } from '../gpu/rates.js';
import type { Node } from '../recipe/op.js';
import { bytesPerVoxel } from './op_bytes.js';

/** Milliseconds per byte until anything is measured. */
const FIRST = 1e-6;
/** Counted beside the voxels of a brick, since starting it costs time as well. */
const VOXELS_OF_START = 1e5;
/** Paces that are kept: a slider makes ever new parameters. */
const KEPT = 500;
/** Parameters that take more text than this, such as lists of ids, don't tell paces apart. */
const LONG = 200;
/** What was measured before counts half as much with every so many milliseconds. */
const HALF = 3000;

const ADAPTERS = new WeakMap<Rates, Paces>();

/** What a node is expected to take. */
export interface Expected {
  readonly ms: number;
  /** The bytes that it is taken to move. */
  readonly bytes: number;
  /** Whether the same op was measured with the same parameters. */
  readonly known: boolean;
}

/** Measured milliseconds per voxel of ops, with their parameters and in general. */
export class Paces {
  readonly #paces = new Map<string, number>();
  /** Milliseconds measured, lately, and the bytes that ops were taken to move in them. */
  #ms = 0;
  #bytes = 0;

  /** Those of an adapter, as its rates. */
  static of(rates: Rates): Paces {
    let paces = ADAPTERS.get(rates);
    if (paces === undefined) {
      paces = new Paces();
      ADAPTERS.set(rates, paces);
    }
    return paces;
  }

  /** What a node is expected to take for so many voxels: measured, or by the bytes it moves. */
  expected(node: Node, voxels: number): Expected {
    const own = this.#paces.get(keyOf(node));
    const per = bytesPerVoxel(node);
    const pace = own ?? this.#paces.get(node.op.name) ?? this.#perByte * per;
    const counted = voxels + VOXELS_OF_START;
    return { ms: pace * counted, bytes: per * voxels, known: own !== undefined };
  }

  /** Learns that a node took so long, for so many voxels in so many bricks. */
  learn(node: Node, voxels: number, bricks: number, ms: number): void {
    const counted = voxels + bricks * VOXELS_OF_START;
    const pace = ms / counted;
    for (const key of [keyOf(node), node.op.name]) {
      this.#paces.delete(key);
      this.#paces.set(key, pace);
    }
    for (const key of this.#paces.keys()) {
      if (this.#paces.size <= KEPT) break;
      this.#paces.delete(key);
    }
    const faded = 0.5 ** (ms / HALF);
    this.#ms = faded * this.#ms + ms;
    this.#bytes = faded * this.#bytes + bytesPerVoxel(node) * counted;
  }

  get #perByte(): number {
    return this.#ms > 0 && this.#bytes > 0 ? this.#ms / this.#bytes : FIRST;
  }
}

function keyOf({ op, params }: Node): string {
  if (op.name === 'source') return `source ${JSON.stringify(params['id'])}`;
  const text = JSON.stringify(params);
  return text.length > LONG ? op.name : `${op.name} ${text}`;
}
