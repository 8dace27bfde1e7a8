// One level of a registration: counts on the GPU, the way to the top on the host.
import { bufferBytes, implementReduce } from '../implement/index.js';
import { isInReach } from '../filters/index_map.js';
import { Transform } from '../recipe/transform.js';
import { climb, type Evaluate, type Pose, type Score } from './ascent.js';
import { apartBy, centred, frameOf, isSlice } from './frame.js';
import { COUNT_BYTES, JointSampler } from './joint_counts.gpu.js';
import { likenessOf, told } from './joint_metrics.js';
import { MODELS, motionOf, type Model, type Motion } from './motion.js';
import { precisionOf, pullsOf } from './precision.js';
import { curvatureAt, settle } from './settle.js';
import {
  registerLevel,
  type CurvePoint,
  type LevelValue,
  type PoseValue,
} from './register_level.js';
import { samplingOf } from './sampling.js';
import { distinct, searchShifts, type SearchLimits } from './search.js';
import {
  isClear,
  isLost,
  LEAST_DISTINCT,
  prominenceOf,
  type Prominence,
  type Standing,
} from './prominence.js';
import { standingOf } from './standing.js';

/** Iterations of a climb at most. */
const ITERATIONS = 12;
/** Spans of differences, in voxels of a level to both sides: on the way, and at its end. */
const CLIMBING = 0.5;
const SETTLING = { volume: 0.2, slice: 0.4 } as const;
/** Of second differences, which are rougher than differences. */
const BENDING = 0.4;
/** Tops that are apart by fewer voxels of the level are one. */
const SAME_TOP = 2;
/** Tops that are handed to the next level, and to the end. */
const KEPT = 4;
/** How far shifts from the best pose are tried again, in voxels of a level. */
const BESIDE = 8;
/**
 * Samples of a search are fewer, since it only has to tell tops apart, and in fewer blocks: each
 * block of each of its many transforms has a histogram of its own to be added up.
 */
const SEARCHING = { samples: 4096, blocks: 8 } as const;

const valueOf = ({ transform, metric, overlap }: Pose): PoseValue => ({
  transform: transform.matrix,
  metric,
  overlap,
});

/** The models on the way to one: what it can do less of goes first. */
function waysTo(model: Model): readonly Model[] {
  const ways: readonly Model[] = ['translation', 'rigid', model];
  return ways.filter(
    (way, i) => MODELS.indexOf(way) <= MODELS.indexOf(model) && ways.indexOf(way) === i,
  );
}

/** A search that is made again, since the one on a coarser level came to nothing. */
const SEARCHED_AGAIN = { samples: 2 ** 26, step: 4 } as const;

/** Whether tops of the coarser level may all be wrong. */
function isUnknown(kind: 'volume' | 'slice', prominence: Prominence | undefined): boolean {
  return kind === 'volume' && (prominence === undefined || isLost(prominence, LEAST_DISTINCT));
}

/** Samples by which a level is climbed that is not the finest. */
const COARSE_SAMPLES = 2 ** 14;

/** Samples of a curvature, and of what beside a top it is compared with. */
const CURVATURE_SAMPLES = 2 ** 16;

/** {@link registerLevel} on the GPU. */
export const registerLevelOnGpu = implementReduce(registerLevel, {
  temporaries: (_, { params: { samples } }) =>
    bufferBytes([16 * samples, COUNT_BYTES, 2 ** 20, 64]),
  partial: async ({ run, inputs, params, region }): Promise<LevelValue | null> => {
    if (region.origin.some((n) => n !== 0)) return null;
    const { fixed, moving, within, before } = inputs;
    const { model, metric, start, search, overlap: least, seed, isFinest } = params;
    const frame = frameOf(fixed.meta, moving.meta);
    const spacing = Math.max(
      ...[fixed.meta, moving.meta].flatMap((meta) =>
        meta.spacing.filter((_, i) => meta.size[i]! > 1),
      ),
    );
    // A slice's few samples make the metric rougher.
    const kind = isSlice(fixed.meta, moving.meta) ? 'slice' : 'volume';
    const span = SETTLING[kind] * spacing;
    // Few samples of a slice that mostly lies outside look alike by chance.
    const rank = (score: Score): number => (kind === 'slice' ? told(metric, score) : score.metric);
    let evaluations = 0;
    /** Works with samples of the fixed volume. */
    const withSamples = async <T>(
      { samples: most, blocks }: { readonly samples: number; readonly blocks?: number },
      work: (sampler: JointSampler, evaluate: Evaluate) => Promise<T>,
    ): Promise<T> => {
      const sampling = samplingOf(fixed.meta.size, most, seed, blocks);
      const sampler = await JointSampler.open(run, { fixed, moving, within }, sampling);
      const evaluate: Evaluate = async (transforms) => {
        const scores: Score[] = [];
        const atOnce = sampler.mostAtOnce(false);
        for (let first = 0; first < transforms.length; first += atOnce) {
          const batch = transforms.slice(first, first + atOnce);
          const isThere = batch.map((each) => isInReach(moving.meta, fixed.meta, each));
          // A transform that leads too far away is counted where the samples are: it gives nothing.
          const counts = await sampler.count(
            batch.map((each, i) => (isThere[i]! ? each : origin)),
            false,
          );
          batch.forEach((_, i) => {
            const table = counts.of(i);
            const overlap = table.reduce((sum, n) => sum + n, 0) / Math.max(1, sampler.weight);
            scores.push({
              metric:
                isThere[i]! && overlap >= least
                  ? likenessOf(table, sampling.bins, metric).value
                  : -Infinity,
              overlap: isThere[i]! ? overlap : 0,
            });
          });
        }
        return scores;
      };
      try {
        return await work(sampler, evaluate);
      } finally {
        evaluations += sampler.evaluations;
        sampler.close();
      }
    };
    const origin = start === null ? centred(fixed.meta, moving.meta) : new Transform(start);
    const motion = (of: Model): Motion => motionOf(of, frame.axes, frame.centre, frame.radius);
    const searched = (
      about: Transform,
      far: { readonly reach?: number; readonly most?: SearchLimits } = {},
    ): Promise<readonly Transform[]> =>
      withSamples(SEARCHING, async ({ samples: taken }, evaluate) => {
        const grids = { fixed: fixed.meta, moving: moving.meta };
        const how = { metric, samples: taken, ...far };
        const found = await searchShifts(about, grids, frame, evaluate, how);
        return found.map(({ transform }) => transform);
      });
    const prominence = before?.standing ? prominenceOf(before.standing) : undefined;
    // What is smaller than the voxels of coarser levels shows first where voxels are small enough.
    const isFirst = before === undefined || (search && isUnknown(kind, prominence));
    const isAlone = kind === 'volume' && prominence !== undefined && isClear(prominence);
    const earlier = (before?.poses ?? []).map(({ transform }) => new Transform(transform));
    const kept = earlier.slice(0, isAlone ? 1 : undefined);
    const again = before && { most: SEARCHED_AGAIN };
    const found = !isFirst ? [] : search ? await searched(origin, again) : [origin];
    const ways = isFirst ? waysTo(model) : [model];
    const path = new Map<Transform, CurvePoint[]>();
    const climbed = async (
      from: Transform,
      evaluate: Evaluate,
      ways: readonly Model[],
    ): Promise<Pose> => {
      const points: CurvePoint[] = [];
      let pose: Pose | undefined;
      for (const way of ways)
        pose = await climb(pose?.transform ?? from, {
          motion: motion(way),
          evaluate,
          step: CLIMBING * spacing,
          precision: 0.1,
          iterations: ITERATIONS,
          onPose: ({ metric: value, overlap }) => {
            points.push({ spacing, metric: value, overlap });
          },
        });
      path.set(pose!.transform, points);
      return pose!;
    };
    const few = Math.min(params.samples, COARSE_SAMPLES);
    const way = (evaluate: Evaluate) => ({
      motion: motion(model),
      evaluate,
      step: span,
    });
    const bending = (evaluate: Evaluate) => ({ ...way(evaluate), step: BENDING * spacing });
    const standing = (poses: readonly Pose[], evaluate: Evaluate): Promise<Standing> =>
      standingOf(poses, frame, evaluate, { spacing, metric, rank });
    const [tops, bend, first] = await withSamples({ samples: few }, async (_, evaluate) => {
      const all: Pose[] = [];
      for (const from of kept) all.push(await climbed(from, evaluate, [model]));
      for (const from of found) all.push(await climbed(from, evaluate, ways));
      const tops = (): Pose[] => distinct([...all], frame, SAME_TOP * spacing, KEPT, rank);
      const [top] = tops();
      if (search && !isAlone && top !== undefined) {
        const isAll = isFirst && kind === 'volume';
        const isNew = (each: Transform): boolean =>
          all.every(({ transform }) => apartBy(each, transform, frame) > SAME_TOP * spacing);
        const far = isAll ? {} : { reach: BESIDE * spacing };
        const beside = (await searched(top.transform, far)).filter(isNew).slice(0, KEPT);
        for (const from of beside) all.push(await climbed(from, evaluate, ways));
      }
      const apart = tops();
      const [best] = apart;
      if (best === undefined) return [apart, null, null] as const;
      if (isFinest) return [apart, await curvatureAt(best, bending(evaluate)), null] as const;
      // A slice goes on with all of its tops, however they stand.
      return [apart, null, kind === 'volume' ? await standing(apart, evaluate) : null] as const;
    });
    const curve = [...(before?.curve ?? []), ...(tops[0] ? path.get(tops[0].transform)! : [])];
    const level = (
      poses: readonly Pose[],
      { standing, precision }: Pick<LevelValue, 'standing' | 'precision'>,
    ): LevelValue => ({
      poses: poses.map(valueOf),
      curve,
      evaluations: (before?.evaluations ?? 0) + evaluations,
      spacing,
      standing,
      precision,
    });
    if (bend === null) return level(tops, { standing: first, precision: null });
    // The best top is settled by all samples; how it stands out is a matter of fewer.
    const [top, ...others] = tops;
    const settled = await withSamples(params, async (sampler, evaluate) => {
      // A pointed top is steeper over a short span: from the curvature over a longer one, steps
      // lead across it again and again.
      const pose =
        (await settle(top!, { ...way(evaluate), curvature: bend })) ??
        (await settle(top!, {
          ...way(evaluate),
          curvature: await curvatureAt(top!, way(evaluate)),
        }));
      return (
        pose && {
          pose,
          pulls: await pullsOf(sampler, pose, motion(model), {
            metric,
            step: span,
          }),
        }
      );
    });
    const best = settled?.pose ?? top!;
    curve.push({ spacing, metric: best.metric, overlap: best.overlap });
    const said = await withSamples(
      { samples: Math.min(params.samples, CURVATURE_SAMPLES) },
      async (_, evaluate) => ({
        precision: precisionOf(
          motion(model),
          frame,
          settled && {
            pulls: settled.pulls,
            curvature: await curvatureAt(best, bending(evaluate)),
          },
        ),
        standing: await standing([best, ...others], evaluate),
      }),
    );
    return level([best, ...others], said);
  },
  merge: (a, b) => a ?? b,
  finish: (found): LevelValue => found!,
});
