// Reductions of grids: what is counted in slabs, merged and finished.
import type { Implementation } from '../implement/index.js';
import { wholeRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import { hashNode } from '../recipe/hash.js';
import { gridMeta, inputMetas, isGridMeta, neededRegion, type Node } from '../recipe/op.js';
import type { Stage } from './stage.js';

type Reduction = Extract<Implementation, { readonly kind: 'reduce' }>;

/** A reduction and how it is computed. */
export interface Reduced {
  readonly node: Node;
  readonly how: Reduction;
}

/** The size of the grid whose regions a reduction counts. */
export function reducedSize(node: Node): Vec3 {
  return gridMeta(Object.values(node.inputs).find((child) => isGridMeta(child.meta))!).size;
}

/** Whether a reduction looks at all slices of a grid whatever it counts. */
export function looksAtAll(node: Node): boolean {
  const [nx, ny] = reducedSize(node);
  const slice: Region = { origin: [0, 0, 0], size: [nx, ny, 1] };
  return Object.entries(node.inputs).some(
    ([name, { meta }]) =>
      isGridMeta(meta) &&
      meta.size[2] > 1 &&
      neededRegion(node, name, slice).size[2] >= meta.size[2],
  );
}

/** What a stage of reductions does, over the same slabs. */
export function reductions(
  all: readonly Reduced[],
  slabs: readonly Region[],
): Pick<Stage, 'task' | 'reduce' | 'gives'> {
  return {
    async task(index, { evaluator, context }) {
      const partials: unknown[] = [];
      for (const { node } of all)
        partials.push(await evaluator.partial(node, slabs[index]!, context));
      return partials;
    },

    async reduce({ parts, valueOf, signal }) {
      let merged: unknown[] | undefined;
      for await (const part of parts()) {
        const partials = part as unknown[];
        merged = merged?.map((own, i) => all[i]!.how.merge(own, partials[i])) ?? partials;
      }
      const values: unknown[] = [];
      for (const [i, { node, how }] of all.entries()) {
        const inputs: Record<string, unknown> = {};
        for (const [name, child] of Object.entries(node.inputs))
          if (!isGridMeta(child.meta)) inputs[name] = await valueOf(child);
        values.push(
          await how.finish(merged![i], {
            params: node.params,
            metas: inputMetas(node),
            inputs,
            signal,
          }),
        );
      }
      return values;
    },

    gives: all.map(({ node }, i) => ({
      hash: hashNode(node),
      value: (reduced) => (reduced as unknown[])[i],
    })),
  };
}

/** The one region of a reduction that looks at all slices. */
export function wholeOf(node: Node): Region {
  return wholeRegion(reducedSize(node));
}
