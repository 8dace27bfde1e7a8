// The registration of two volumes: levels from coarse to fine, and what may be said of the end.
import { invalidArgument } from '../recipe/errors.js';
import { yields } from '../recipe/meta.js';
import { declareOp, gridMeta, makeNode, valueInput, type Node } from '../recipe/op.js';
import { number } from '../recipe/params.js';
import type { ValueMeta } from '../recipe/meta.js';
import type { Metric } from './joint_metrics.js';
import type { Model } from './motion.js';
import { isSlice } from './frame.js';
import { pyramidOf } from './pyramid.js';
import {
  registerLevel,
  type CurvePoint,
  type LevelValue,
  type PoseValue,
} from './register_level.js';
import { settleSlice } from './settle_slice.js';
import { isLost, LEAST_DISTINCT, prominenceOf } from './prominence.js';

/** Why there is no transform. */
export type NoRegistration = 'ambiguous' | 'little-overlap' | 'unrelated';

/** What is known of a registration, whatever came out. */
export interface RegistrationFacts {
  /** Tops of the metric that are far apart in pose, the best first. */
  readonly alternatives: readonly PoseValue[];
  /** The metric on the way to the best pose, from the coarsest level to the finest. */
  readonly curve: readonly CurvePoint[];
  /** Transforms that were evaluated. */
  readonly evaluations: number;
  /**
   * By how many standard deviations the best metric stands out among those of poses beside it;
   * null where there is no pose.
   */
  readonly distinctness: number | null;
  /** What the second top has of the best one's rise over poses beside it, 0 to 1. */
  readonly rivalry: number;
}

/** A registration that was found. */
export interface FoundRegistration extends RegistrationFacts, PoseValue {
  readonly outcome: 'found';
  /** Names of the parameters of the covariance. */
  readonly parameters: readonly string[];
  /** Centre of turns and scales, in the fixed volume. */
  readonly centre: readonly number[];
  /**
   * Covariance of small motions of the fixed volume before the transform, by rows, in the unit of
   * length, radians, and pure numbers: of the metric's curvature and the scatter of what 64 blocks
   * add to its slope (Huber's sandwich).
   */
  readonly covariance: readonly (readonly number[])[];
  /** Standard deviation of the place of the worst corner of the inner half, in the unit. */
  readonly cornerError: number;
}

/** A registration that would be a wrong number: it says why, and has no transform. */
export interface RefusedRegistration extends RegistrationFacts {
  readonly outcome: NoRegistration;
  readonly transform: null;
}

/** What a registration gives. */
export type RegistrationValue = FoundRegistration | RefusedRegistration;

/** How two volumes are registered. */
export interface RegistrationParams {
  readonly model: Model;
  readonly metric: Metric;
  readonly initial?: readonly number[] | undefined;
  readonly search: boolean;
  readonly levels?: number | undefined;
  readonly samples: number;
  readonly overlap: number;
  readonly seed: number;
}

/**
 * The end of a registration, as {@link RegistrationValue}. It is refused where too little overlaps
 * ('little-overlap'), where a second pose, far apart, rises over poses beside it to more than
 * `rivalry` of what the best one does ('ambiguous'), and where the best one does not stand out by
 * `distinctness` standard deviations and rises by less than 1, or the metric is not level anywhere
 * near it, or has no top there ('unrelated'). All of it on
 * scales that mean as much everywhere: nats, Fisher's z of 'ncc', logarithms of 'ssd'.
 */
export const registration = declareOp({
  name: 'registration',
  kind: 'host',
  inputs: { level: valueInput<LevelValue>() },
  params: {
    rivalry: number({ default: 0.8, min: 0, max: 1 }, 'Rise of a second pose that is too much.'),
    distinctness: number(
      { default: LEAST_DISTINCT, min: 0 },
      'How far the best pose must stand out.',
    ),
  },
  exactness: 'exact',
  result: () => yields.result<RegistrationValue>(),
});

/** What is said of the last level. */
export function concluded(
  { poses, curve, evaluations, standing, precision }: LevelValue,
  limits: {
    readonly rivalry: number;
    readonly distinctness: number;
  },
): RegistrationValue {
  const [best] = poses;
  if (best === undefined || standing === null || precision === null)
    return {
      outcome: 'little-overlap',
      transform: null,
      alternatives: [],
      curve,
      evaluations,
      distinctness: null,
      rivalry: 0,
    };
  const prominence = prominenceOf(standing);
  const { distinctness, rivalry } = prominence;
  const facts = { alternatives: poses, curve, evaluations, distinctness, rivalry };
  const refused = (outcome: NoRegistration): RefusedRegistration => ({
    outcome,
    transform: null,
    ...facts,
  });
  const { parameters, centre, covariance, cornerError } = precision;
  if (covariance === null || cornerError === null) return refused('unrelated');
  if (rivalry > limits.rivalry) return refused('ambiguous');
  if (isLost(prominence, limits.distinctness)) return refused('unrelated');
  return { outcome: 'found', ...best, parameters, centre, covariance, cornerError, ...facts };
}

/** The node of a registration of a fixed volume and a moving one. */
export function registrationNode(
  fixed: Node,
  moving: Node,
  within: Node | undefined,
  params: RegistrationParams,
): Node<ValueMeta<RegistrationValue, 'result'>> {
  const { levels, initial, search, ...rest } = params;
  const [a, b] = [gridMeta(fixed), gridMeta(moving)];
  if (a.unit !== b.unit)
    throw invalidArgument(
      'register',
      'moving',
      `in ${b.unit}`,
      `the unit of the fixed one, ${a.unit}`,
    );
  const grids = pyramidOf(fixed, moving, within, levels);
  let level: Node<ValueMeta<LevelValue, 'plain'>> | undefined;
  grids.forEach(({ fixed, moving, within }, i) => {
    level = makeNode(
      registerLevel,
      { fixed, moving, within, before: level },
      {
        ...rest,
        start: initial ?? null,
        search,
        isFinest: i === grids.length - 1,
      },
    );
  });
  if (isSlice(a, b) && params.metric === 'mi') {
    const { plain, within } = grids.at(-1)!;
    level = makeNode(settleSlice, { ...plain, within, before: level! }, { model: params.model });
  }
  return makeNode(registration, { level: level! });
}
