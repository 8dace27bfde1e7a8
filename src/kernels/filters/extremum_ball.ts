import { kernel } from '../../gpu/index.js';
import { ballMarchWgsl, type BallHalves } from '../shared/ball_march.js';
import { extremumBallTemplate } from './index.js';

const describe = (halves: BallHalves) =>
  kernel({
    ...extremumBallTemplate,
    name: `extremum_ball_${halves.map((rows) => rows.join('')).join('_')}`,
    modules: { ...extremumBallTemplate.modules, march: ballMarchWgsl(halves) },
  });

const made = new Map<string, ReturnType<typeof describe>>();

/** The extremum of a ball by the half-lengths of its rows, of which none is above 4. */
export function extremumBall(halves: BallHalves): ReturnType<typeof describe> {
  const key = JSON.stringify(halves);
  const known = made.get(key) ?? describe(halves);
  made.set(key, known);
  return known;
}
