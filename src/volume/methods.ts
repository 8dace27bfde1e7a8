import type { ResultMeta } from '../recipe/meta.js';
import type { Node } from '../recipe/op.js';
import {
  callOperation,
  type AnyOperation,
  type HandleKind,
  type NodeOfHandle,
} from '../recipe/operation.js';
import type { LabContext } from './context.js';
import { Query } from './query.js';
import { readValue, type ReadOf } from './reading.js';

/** What every handle has: a node, and the lab that it belongs to. */
export interface Handle {
  readonly node: Node;
  readonly context: LabContext;
}

/** Makes the handle of a node. */
export type MakeHandle = (context: LabContext, node: Node) => Handle;

/**
 * Gives a class of handles its methods: one for each operation. `make` wraps the nodes of results;
 * `kindOf` says what kind of handle something is, undefined for anything else.
 */
export function install(
  handles: { readonly prototype: Handle },
  operations: readonly AnyOperation[],
  make: MakeHandle,
  kindOf: (given: unknown) => HandleKind | undefined,
): void {
  for (const operation of operations) {
    const { name } = operation;
    const methods = {
      [name](this: Handle, ...args: readonly unknown[]): unknown {
        return call(operation, this, args, make, kindOf);
      },
    };
    Object.defineProperty(handles.prototype, name, {
      value: methods[name],
      writable: true,
      configurable: true,
    });
  }
}

function call(
  operation: AnyOperation,
  self: Handle,
  args: readonly unknown[],
  make: MakeHandle,
  kindOf: (given: unknown) => HandleKind | undefined,
): unknown {
  const nodeOf: NodeOfHandle = ({ kinds }, given) => {
    const kind = kindOf(given);
    if (kind === undefined) return { instead: given };
    if (!kinds.includes(kind)) return { instead: `a ${kind}` };
    const { node, context } = given as Handle;
    return context.backend === self.context.backend
      ? node
      : { instead: `a ${kind} of another lab` };
  };
  const node = (): Node => callOperation(operation, self.node, args, nodeOf);
  return 'value' in operation.gives ? queryOf(self.context, node) : make(self.context, node());
}

/**
 * A query of a node that yields a value; what is wrong with its arguments rejects when it is
 * awaited.
 */
export function queryOf<R extends ResultMeta>(
  context: LabContext,
  make: () => Node<R>,
): Query<ReadOf<R>> {
  return Query.of(() => {
    const node = make();
    return {
      context,
      node,
      read: (output, provenance) => readValue(node.meta, output, provenance),
    };
  });
}
