// Draws docs/images/correlation.png: an image, the same seen by another method, moved, and that one
// on the first one's pixels, then checks of both before and after.
import type { openEngine } from '../../src/engine/index.js';
import { pictureOf, savePicture, sheetOf, type Picture } from '../filters/pictures.js';
import { makePair } from './pairs.js';

const EDGE = 160;
/** Pixels of a square that shows one of two images. */
const SQUARE = 20;

/** Squares of two images by turns: edges that go on show that they lie on each other. */
function chequered(a: Picture, b: Picture): Picture {
  const data = a.data.map((value, i) => {
    const [x, y] = [i % EDGE, Math.floor(i / EDGE)];
    return (Math.floor(x / SQUARE) + Math.floor(y / SQUARE)) % 2 === 0 ? value : b.data[i]!;
  });
  return { ...a, data };
}

/** Registers a pair of images and draws it. */
export async function drawPair(lab: Awaited<ReturnType<typeof openEngine>>): Promise<void> {
  const pair = makePair({ seed: 3, size: [EDGE, EDGE, 1] });
  const fixed = await lab.open({ data: pair.fixed, size: pair.size });
  const moving = await lab.open({ data: pair.moving, size: pair.size });
  const found = await fixed.register(moving);
  if (found.outcome !== 'found') throw new Error(found.outcome);
  const on = await moving.resampleTo(fixed, found.transform).read();
  const [a, b, c] = [pair.fixed, pair.moving, on.data].map((data) => pictureOf(data, pair.size));
  const rows = [[a!, b!, c!, chequered(a!, b!), chequered(a!, c!)]];
  savePicture('docs/images/correlation.png', sheetOf(rows, EDGE, EDGE));
}
