// Cuts recorded work into submissions of a bounded time.
import { SUBMISSION_MS, type Share } from './rates.js';
import { ROW, SUBMIT_BYTES, workgroupsOf, type Step } from './submission.js';
import type { Sent } from './turns.js';

/** The next submission, and what is left for later ones. */
export interface Cut extends Sent {
  readonly steps: readonly Step[];
  readonly rest: readonly Step[];
}

/** How work is cut. */
export interface CutOptions {
  /** Milliseconds that a share of a kernel is feared to take. */
  readonly feared: (share: Share) => number;
  /** Workgroups that a part of a dispatch has at least, so that it keeps the adapter busy. */
  readonly fewest: number;
}

/**
 * Takes as many steps as one submission should hold. A dispatch that takes longer is cut into runs
 * of workgroups where its kernel allows it, and else goes alone.
 */
export function cutOff(steps: readonly Step[], { feared, fewest }: CutOptions): Cut {
  const shares: Share[] = [];
  let ms = 0;
  let bytes = 0;
  for (const [i, step] of steps.entries()) {
    const share = shareOf(step);
    if (share === undefined) continue;
    const own = feared(share);
    // A GPU's watchdog counts per submission, whatever was measured before.
    const part = Math.min(
      (SUBMISSION_MS - ms) / Math.max(own, 1e-6),
      (SUBMIT_BYTES - bytes) / Math.max(share.bytes, 1),
    );
    if (part >= 1) {
      shares.push(share);
      ms += own;
      bytes += share.bytes;
      continue;
    }
    // What is unknown is measured alone, and little room is left for the next submission.
    if (shares.length > 0 && (own === Infinity || ms > SUBMISSION_MS / 2))
      return { steps: steps.slice(0, i), shares, ms, rest: steps.slice(i) };
    const [now, later] = divided(step, part, fewest) ?? [step];
    if (later === undefined && shares.length > 0)
      return { steps: steps.slice(0, i), shares, ms, rest: steps.slice(i) };
    return {
      steps: [...steps.slice(0, i), now],
      shares: [...shares, shareOf(now)!],
      ms: ms + own * (later === undefined ? 1 : fractionOf(now) / fractionOf(step)),
      rest: [...(later === undefined ? [] : [later]), ...steps.slice(i + 1)],
    };
  }
  return { steps, shares, ms, rest: [] };
}

/** What a dispatch, or a part of one, does of its kernel. */
function shareOf(step: Step): Share | undefined {
  const { item } = step;
  if (item.type !== 'dispatch') return undefined;
  return { ...item.share, bytes: item.share.bytes * fractionOf(step) };
}

/** The part of a dispatch's workgroups that a step has. */
function fractionOf({ item, part }: Step): number {
  const all = item.type === 'dispatch' ? workgroupsOf(item) : undefined;
  return part === undefined || all === undefined ? 1 : part.count / all;
}

/** A step in two, the first of which is about so large a part of it. */
function divided(step: Step, part: number, fewest: number): readonly [Step, Step] | undefined {
  const { item } = step;
  if (item.type !== 'dispatch' || !item.kernel.divisible) return undefined;
  const all = workgroupsOf(item);
  if (all === undefined) return undefined;
  const { first, count } = step.part ?? { first: 0, count: all };
  const wanted = Math.max(fewest, Math.floor(count * part));
  // Whole rows, or less than one: workgroups that would fill up a last row belong to the next part.
  const own = wanted > ROW ? wanted - (wanted % ROW) : wanted;
  if (own + fewest > count) return undefined;
  return [
    { ...step, part: { first, count: own } },
    { ...step, part: { first: first + own, count: count - own } },
  ];
}
