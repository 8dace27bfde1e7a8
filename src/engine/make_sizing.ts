import type { Implementation } from '../implement/index.js';
import type { Vec3 } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { inputMetas } from '../recipe/op.js';
import type { Given } from './given.js';
import { implementationOf, temporariesOf } from './implementation_of.js';
import type { Capacity } from './need.js';
import { Sizing } from './sizing.js';

/** What the sizes of bricks follow from, on a GPU or before there is one. */
export interface SizedBy extends Capacity {
  readonly implementations: ReadonlyMap<string, Implementation>;
  readonly brick?: Vec3 | undefined;
  readonly given?: Given | undefined;
}

/** Sizing by what ops say of how they are computed. */
export function makeSizing(by: SizedBy): Sizing {
  const { implementations, given } = by;
  return new Sizing({
    budget: by.budget,
    binding: by.binding,
    brick: by.brick,
    canBrick: (node) => {
      const how = implementationOf(implementations, node);
      return how.kind === 'global' && how.bricked !== undefined;
    },
    isGiven: (node) => given?.bricked(hashNode(node)) !== undefined,
    revisits: (node) => {
      const how = implementationOf(implementations, node);
      const bricked =
        given?.bricked(hashNode(node)) ?? (how.kind === 'global' ? how.bricked : undefined);
      return bricked?.revisits?.(inputMetas(node)) ?? false;
    },
    temporaries: (node, region, resized) => temporariesOf(by, node, region, resized),
  });
}
