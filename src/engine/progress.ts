import { topologicalOrder } from '../recipe/json.js';
import { volumeOf, type Region } from '../recipe/geometry.js';
import { isGridMeta, type Node } from '../recipe/op.js';
import type { Paces } from './paces.js';

/** One walk over a grid, brick by brick. */
export interface Pass {
  /** So many of the bricks are done; told before the first one as well. */
  brick(done: number, of: number): void;
  end(): void;
}

/** Work at a node. */
export interface Task {
  /** A part is done, which was declared to move so many bytes. */
  readonly work: (bytes: number) => void;
  /** It is done; so many milliseconds of it will not come again, such as those of a compiler. */
  readonly end: (onceMs: number) => void;
}

/** Of what has a pace, at least so much of what it took remains until it is done. */
const LEFT_OF_KNOWN = 0.1;
/** The same of what was never measured. */
const LEFT_OF_UNKNOWN = 1 / 3;
/** What was never measured is judged by its own speed when so much of its bytes is moved. */
const OWN_SPEED = 0.03;
/** A report goes at most so much of the way that is left: compilers take long at first. */
const MOST_AT_ONCE = 0.25;
/** Smaller steps are not reported. */
const STEP = 0.001;
/** Results are still to be handed over. */
const MOST = 0.99;

/** A node's part of a walk, in milliseconds. */
interface Part {
  readonly voxels: number;
  /** Of all bricks. */
  readonly expected: number;
  readonly known: boolean;
  /** The bytes that it is taken to move, of all bricks. */
  readonly bytes: number;
  /** What it took in the present brick, and the bytes that it moved. */
  spent: number;
  moved: number;
  done: boolean;
  /** What it took in all bricks without what will not come again, and in how many. */
  total: number;
  bricks: number;
}

/** A walk that is to come, or under way. */
interface Walk {
  readonly parts: ReadonlyMap<Node, Part>;
  done: number;
  of: number;
  /** What it took to hand over the last brick. */
  handing: number;
}

/**
 * How far a run is, roughly in proportion to its time. Its work is a walk over bricks for every
 * output and for every number on the way to one; walks lie within each other where a grid waits for
 * a number. A walk's nodes count by the time that they are expected to take. What is done is
 * measured, what is left is estimated anew with every report: a report adds to the last one what
 * was done since, as a share of that and of what is left.
 */
export class RunProgress {
  readonly #paces: Paces;
  readonly #report: (fraction: number) => void;
  /** Walks to come, by the node that they make. */
  readonly #coming = new Map<Node, Walk>();
  readonly #walks: Walk[] = [];
  #fraction = 0;
  #told = 0;

  /**
   * `report` is told of every step forwards; a fraction below 1, since the results are still to be
   * handed over.
   */
  constructor(outputs: readonly Node[], paces: Paces, report: (fraction: number) => void) {
    this.#paces = paces;
    this.#report = report;
    // A grid that one walk makes is there for the others, where it is kept.
    const made = new Set<Node>();
    const numbers = topologicalOrder(outputs).filter(({ meta }) => !isGridMeta(meta));
    for (const head of [...numbers, ...outputs.filter(({ meta }) => isGridMeta(meta))]) {
      const walk = this.#walk(head, undefined);
      for (const [node, part] of walk.parts) {
        if (made.has(node)) part.done = true;
        made.add(node);
      }
      this.#coming.set(head, walk);
    }
  }

  /** A walk over the bricks of a node, or of a region of it, begins. */
  pass(head: Node, region?: Region): Pass {
    const planned = this.#coming.get(head);
    this.#coming.delete(head);
    const walk = region === undefined && planned !== undefined ? planned : this.#walk(head, region);
    this.#walks.push(walk);
    return {
      brick: (done, of) => {
        const again = done > 0 || of > 1;
        for (const part of walk.parts.values())
          Object.assign(part, { spent: 0, moved: 0, done: part.done && !again });
        Object.assign(walk, { done, of });
        this.#tell(0);
      },
      end: () => {
        const at = this.#walks.indexOf(walk);
        if (at >= 0) this.#walks.splice(at, 1);
        for (const [node, { voxels, total, bricks }] of walk.parts)
          if (bricks > 0) this.#paces.learn(node, (voxels * bricks) / walk.of, bricks, total);
        this.#tell(0);
      },
    };
  }

  /** Work begins: at a node, or at what is made of all, as when a grid is handed over. */
  task(node?: Node): Task {
    const part = node && this.#partOf(node);
    const walk = node === undefined ? this.#walks.at(-1) : undefined;
    if (part?.spent === 0) part.bricks += 1;
    if (walk !== undefined) walk.handing = 0;
    let since = performance.now();
    let ended = false;
    const spend = (bytes: number): number => {
      const now = performance.now();
      const ms = now - since;
      since = now;
      if (walk !== undefined) walk.handing += ms;
      if (part !== undefined) {
        part.spent += ms;
        part.total += ms;
        part.moved += bytes;
      }
      // What a walk over slabs makes anew was counted when it was made first.
      return part?.done === true ? 0 : ms;
    };
    return {
      work: (bytes) => {
        // The last parts may be seen to be done when the next node is begun.
        if (!ended) this.#tell(spend(bytes));
      },
      end: (onceMs) => {
        ended = true;
        const ms = spend(0);
        if (part !== undefined) part.total = Math.max(0, part.total - onceMs);
        this.#tell(ms);
      },
    };
  }

  /** A node is ready, and so need no longer be what it is made of. */
  step(node: Node): void {
    const stack = [node];
    const seen = new Set(stack);
    for (let each = stack.pop(); each !== undefined; each = stack.pop()) {
      this.#coming.delete(each);
      const part = this.#partOf(each);
      if (part !== undefined) part.done = true;
      for (const child of Object.values(each.inputs)) {
        if (seen.has(child)) continue;
        seen.add(child);
        stack.push(child);
      }
    }
    this.#tell(0);
  }

  /** What a node has in the innermost walk that takes it. */
  #partOf(node: Node): Part | undefined {
    return this.#walks.findLast(({ parts }) => parts.has(node))?.parts.get(node);
  }

  /** The walk that makes a node, with the grids that it takes. */
  #walk(head: Node, region: Region | undefined): Walk {
    const parts = new Map<Node, Part>();
    const add = (node: Node, within: Region | undefined): void => {
      if (parts.has(node)) return;
      const voxels = voxelsOf(node, within);
      const { ms: expected, bytes, known } = this.#paces.expected(node, voxels);
      const state = { spent: 0, moved: 0, done: false, total: 0, bricks: 0 };
      parts.set(node, { voxels, expected, bytes, known, ...state });
      const below = node.op.kind === 'map' ? within : undefined;
      for (const child of Object.values(node.inputs)) if (isGridMeta(child.meta)) add(child, below);
    };
    add(head, region);
    return { parts, done: 0, of: 1, handing: 0 };
  }

  /** So many milliseconds were spent since the last call. */
  #tell(ms: number): void {
    const left = [...this.#coming.values(), ...this.#walks].reduce((sum, w) => sum + leftOf(w), 0);
    if (left <= 0) this.#fraction = 1;
    else this.#fraction += (1 - this.#fraction) * Math.min(ms / (ms + left), MOST_AT_ONCE);
    const fraction = Math.min(MOST, this.#fraction);
    if (fraction < this.#told + STEP && !(fraction === MOST && this.#told < MOST)) return;
    this.#told = fraction;
    this.#report(fraction);
  }
}

/** Voxels that a node works on: those of its own grid, or of the first that it takes. */
function voxelsOf({ meta, inputs }: Node, region: Region | undefined): number {
  if (isGridMeta(meta)) return volumeOf(region?.size ?? meta.size);
  const first = Object.values(inputs).find((child) => isGridMeta(child.meta));
  return first !== undefined && isGridMeta(first.meta) ? volumeOf(first.meta.size) : 1;
}

/** Milliseconds that a walk is still expected to take. */
function leftOf({ parts, done, of, handing }: Walk): number {
  if (done >= of) return 0;
  let ms = (of - done - 1) * handing;
  for (const [{ op }, part] of parts) {
    // What takes its inputs whole is made ready with the first brick.
    const whole = op.kind === 'global' && of > 1;
    const own = whole && done > 0 ? 0 : ofBrick(part, done, whole ? 1 : of);
    if (!whole) ms += (of - done - 1) * own;
    if (part.done) continue;
    const least = part.spent * (part.known ? LEFT_OF_KNOWN : LEFT_OF_UNKNOWN);
    ms += Math.max(own - part.spent, least);
  }
  return ms;
}

/** Milliseconds that a node is expected to take in a brick: as in those before, if any. */
function ofBrick(part: Part, at: number, of: number): number {
  const { spent, total, bricks } = part;
  if (bricks > 1 || (bricks === 1 && (part.done || at > 0))) return total / bricks;
  const expected = part.expected / of;
  if (part.known || part.moved === 0) return Math.max(expected, spent);
  const bytes = part.bytes / of;
  const doubt = OWN_SPEED * bytes;
  return (bytes * (spent + expected * OWN_SPEED)) / (part.moved + doubt);
}
