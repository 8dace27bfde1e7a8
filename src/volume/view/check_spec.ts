// Checks what a view is told, and completes what does not depend on voxels.
import { AXIS_INDEX } from '../../recipe/geometry.js';
import { optionsOf } from '../../recipe/options.js';
import type { LabContext } from '../context.js';
import { checkLayers } from './check_layers.js';
import { Fields, isDirection, isNumber, isTriple } from './check_values.js';
import type { Checked, SliceLayerDraft, SpaceLayerDraft } from './checked.js';
import type { SliceSpec, SpaceSpec, ViewSpec } from './spec.js';

/** Checks a specification; throws `invalid-argument`. */
export function checkSpec(context: LabContext, spec: ViewSpec): Checked {
  const fields = new Fields(optionsOf('view', spec), '');
  fields.oneOf('kind', 'slice', 'space');
  fields.color('background');
  return spec.kind === 'space'
    ? checkSpace(context, spec, fields)
    : checkSlice(context, spec, fields);
}

function checkSlice(context: LabContext, spec: SliceSpec, fields: Fields): Checked {
  fields.known(
    ...['kind', 'layers', 'axis', 'index', 'oblique', 'centre', 'unitsPerPixel', 'wipe'],
    'background',
  );
  const { states, ...checked } = checkLayers(context, spec.layers, (kind, layer) => {
    if (kind !== 'volume') {
      layer.fraction('fill');
      layer.fraction('outline');
      return ['fill', 'outline'];
    }
    layer.oneOf('interpolation', 'nearest', 'linear');
    layer.oneOf('blend', 'over', 'add');
    return ['interpolation', 'blend'];
  });
  fields.oneOf('axis', 'x', 'y', 'z');
  const axis = spec.axis ?? 'z';
  const count = checked.meta.size[AXIS_INDEX[axis]];
  fields.must('index', `a whole number from 0 to ${String(count - 1)} along ${axis}`, (index) =>
    isIndex(index, count),
  );
  fields.triple('centre');
  fields.positive('unitsPerPixel');
  fields.fraction('wipe');
  if (spec.oblique !== undefined) checkPlane(spec.oblique);
  const { oblique, centre, unitsPerPixel, wipe, background } = spec;
  return {
    ...{ ...checked, spec },
    draft: {
      ...{ kind: 'slice', axis, index: spec.index ?? Math.floor(count / 2) },
      ...{ oblique, centre, unitsPerPixel, wipe, background },
      // Checked just now.
      layers: states as readonly SliceLayerDraft[],
    },
  };
}

function checkSpace(context: LabContext, spec: SpaceSpec, fields: Fields): Checked {
  fields.known('kind', 'layers', 'camera', 'clip', 'moving', 'background');
  const { states, ...checked } = checkLayers(context, spec.layers, (kind, layer) => {
    if (kind !== 'volume') return [];
    layer.required('mode');
    layer.oneOf('mode', 'surface', 'maximum', 'density');
    layer.finite('level');
    layer.color('color');
    return ['mode', 'level', 'color'];
  });
  fields.flag('moving');
  if (spec.camera !== undefined) checkCamera(spec.camera);
  if (spec.clip !== undefined) checkClip(spec.clip);
  const { camera, clip, moving, background } = spec;
  return {
    ...{ ...checked, spec },
    draft: {
      ...{ kind: 'space', camera, clip, moving, background },
      layers: states as readonly SpaceLayerDraft[],
    },
  };
}

function isIndex(given: unknown, count: number): boolean {
  return Number.isInteger(given) && (given as number) >= 0 && (given as number) < count;
}

function checkPlane(plane: object): void {
  const fields = new Fields(optionsOf('view', plane), 'oblique.');
  fields.known('point', 'right', 'down');
  const { point, right, down } = plane as Readonly<Record<string, unknown>>;
  if (!isTriple(point)) return fields.fail('point', point, 'three finite numbers x, y, z');
  if (!isDirection(right)) return fields.fail('right', right, 'a direction of length 1');
  if (!isDirection(down)) return fields.fail('down', down, 'a direction of length 1');
  const across = right[0] * down[0] + right[1] * down[1] + right[2] * down[2];
  if (Math.abs(across) > 1e-6) fields.fail('down', down, 'a direction at a right angle to right');
}

function checkCamera(camera: object): void {
  const fields = new Fields(optionsOf('view', camera), 'camera.');
  fields.known('target', 'rotation', 'height', 'perspective');
  fields.required('target', 'rotation', 'height');
  fields.triple('target');
  fields.must('rotation', 'a quaternion x, y, z, w of length 1', (q) => {
    const numbers = Array.isArray(q) && q.length === 4 && q.every(isNumber) ? q : [];
    return Math.abs(Math.hypot(...numbers) - 1) < 1e-3;
  });
  fields.positive('height');
  fields.must('perspective', 'an angle above 0 and below 180 degrees', (angle) => {
    return isNumber(angle) && angle > 0 && angle < 180;
  });
}

function checkClip(clip: object): void {
  new Fields(optionsOf('view', clip), 'clip.').known('box', 'plane');
  const { box, plane } = clip as { readonly box?: object; readonly plane?: object };
  if (box !== undefined) {
    const fields = new Fields(optionsOf('view', box), 'clip.box.');
    fields.known('origin', 'size');
    fields.required('origin', 'size');
    fields.triple('origin');
    fields.must('size', 'three lengths above 0', (size) => {
      return isTriple(size) && size.every((n) => n > 0);
    });
  }
  if (plane !== undefined) {
    const fields = new Fields(optionsOf('view', plane), 'clip.plane.');
    fields.known('point', 'normal');
    fields.required('point', 'normal');
    fields.triple('point');
    fields.must('normal', 'a direction of length 1', isDirection);
  }
}
