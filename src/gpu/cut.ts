// Cuts recorded work into submissions of a bounded time.
import { SUBMISSION_MS, type Share } from './pacing.js';
import { ROW, SUBMIT_BYTES, workgroupsOf, type Step } from './submission.js';

/** A part of a dispatch has at least so many workgroups, so that it keeps a GPU busy. */
const FEWEST = 256;

/** The next submission, what it does of each kernel, and what is left for later ones. */
export interface Cut {
  readonly steps: readonly Step[];
  readonly shares: readonly Share[];
  readonly rest: readonly Step[];
}

/**
 * Takes as many steps as one submission should hold. A dispatch that takes longer is cut into runs
 * of workgroups where its kernel allows it, and else goes alone.
 *
 * @param expected - Milliseconds that a share of a kernel is expected to take.
 */
export function cutOff(steps: readonly Step[], expected: (share: Share) => number): Cut {
  const taken: Step[] = [];
  const shares: Share[] = [];
  let ms = 0;
  let bytes = 0;
  for (const [i, step] of steps.entries()) {
    const share = shareOf(step);
    if (share === undefined) {
      taken.push(step);
      continue;
    }
    const own = expected(share);
    // A GPU's watchdog counts per submission, whatever was measured before.
    const part = Math.min(
      (SUBMISSION_MS - ms) / Math.max(own, 1e-6),
      (SUBMIT_BYTES - bytes) / Math.max(share.bytes, 1),
    );
    if (part >= 1) {
      taken.push(step);
      shares.push(share);
      ms += own;
      bytes += share.bytes;
      continue;
    }
    // Little room is left for another kernel's small part: it begins the next submission.
    const roomy = shares.length === 0 || ms < SUBMISSION_MS / 2;
    const halves = roomy ? divided(step, part) : undefined;
    if (halves !== undefined) {
      shares.push(shareOf(halves[0])!);
      return {
        steps: [...taken, halves[0]],
        shares,
        rest: [halves[1], ...steps.slice(i + 1)],
      };
    }
    if (shares.length > 0) return { steps: taken, shares, rest: steps.slice(i) };
    return { steps: [...taken, step], shares: [share], rest: steps.slice(i + 1) };
  }
  return { steps: taken, shares, rest: [] };
}

/** What a dispatch, or a part of one, does of its kernel. */
function shareOf({ item, part }: Step): Share | undefined {
  if (item.type !== 'dispatch') return undefined;
  const fraction = part === undefined ? 1 : part.count / (workgroupsOf(item) ?? part.count);
  return { kernel: item.kernel.name, bytes: item.bytes * fraction };
}

/** A step in two, the first of which is about so large a part of it. */
function divided(step: Step, part: number): readonly [Step, Step] | undefined {
  const { item } = step;
  if (item.type !== 'dispatch' || !item.kernel.divisible) return undefined;
  const all = workgroupsOf(item);
  if (all === undefined) return undefined;
  const { first, count } = step.part ?? { first: 0, count: all };
  const wanted = Math.max(FEWEST, Math.floor(count * part));
  // Whole rows, or less than one: workgroups that would fill up a last row belong to the next part.
  const own = wanted > ROW ? wanted - (wanted % ROW) : wanted;
  if (own >= count) return undefined;
  return [
    { ...step, part: { first, count: own } },
    { ...step, part: { first: first + own, count: count - own } },
  ];
}
