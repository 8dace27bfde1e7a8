import type { Node } from '../../src/recipe/op.js';
import type { FieldKind } from '../../src/synthetic/index.js';

/** What is computed again and again, and what is made and pinned before the clock starts. */
export interface Job {
  readonly result: Node;
  readonly given: readonly Node[];
  /** Of workflows: what is computed besides, in the same cache. */
  readonly also?: readonly Node[];
}

/** Another program's way to the same result. */
export interface PeerTask {
  /** As it is printed: 'SciPy gaussian_filter'. */
  readonly name: string;
  /** The function in `peers.py`. */
  readonly task: string;
  readonly inputs: Readonly<Record<string, Node>>;
  readonly params: Readonly<Record<string, number>>;
  /** Kernels of ours that do what the peer does; all of the case by default. */
  readonly kernels?: readonly string[];
}

/** One op with its parameters, or a whole workflow, on some of the fields. */
export interface BenchCase {
  readonly name: string;
  readonly group: 'filters' | 'segmentation' | 'stats' | 'workflows';
  readonly fields: readonly FieldKind[];
  /** Makes the recipe on an opened field. */
  readonly make: (source: Node) => Job;
  readonly peers?: (source: Node, job: Job) => readonly PeerTask[];
}

/** Named nodes that are all there, as the inputs of a peer. */
export function nodesOf(named: Readonly<Record<string, Node | undefined>>): Record<string, Node> {
  const entries = Object.entries(named);
  return Object.fromEntries(
    entries.flatMap(([name, node]) => (node === undefined ? [] : [[name, node]])),
  );
}
